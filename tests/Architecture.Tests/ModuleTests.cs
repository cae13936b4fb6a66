namespace PilotPairing.Architecture.Tests;

/// <summary>That modules stand one on another within each layer; which layer knows which is seen by references.</summary>
public sealed class ModuleTests
{
    [Theory]
    [InlineData("Domain")]
    [InlineData("Application")]
    [InlineData("Infrastructure")]
    [InlineData("Api")]
    public void No_modules_of_a_layer_know_each_other_in_a_circle(string layer) =>
        Modules.Circle(Modules.Known(Sources.Of(layer, ".cs", ".cshtml"))).Should().BeEmpty();

    [Theory]
    [InlineData("Domain", 10)]
    [InlineData("Application", 12)]
    [InlineData("Infrastructure", 15)]
    [InlineData("Api", 15)]
    public void The_modules_are_really_seen(string layer, int fewest) =>
        Modules.Known(Sources.Of(layer, ".cs", ".cshtml")).Where(module => module.Value.Count > 0).Should()
            .HaveCountGreaterThanOrEqualTo(fewest);

    [Theory]
    [InlineData("using PilotPairing.Application.Links;")]
    [InlineData("using static PilotPairing.Application.Links.LinkLife;")]
    [InlineData("using Life = PilotPairing.Application.Links.LinkLife;")]
    [InlineData("internal sealed class Planted(Links.LinkLife life);")]
    [InlineData("@model PilotPairing.Application.Links.LinkLife")]
    public void A_planted_circle_is_seen(string planted) => Modules.Circle(Modules.Known(
    [
        ("Application/Links/LinkLife.cs", "internal static class LinkLife { }"),
        ("Application/Links/Uses.cs", "using PilotPairing.Application.Meta;"),
        ("Application/Meta/Uses.cs", "using PilotPairing.Application.Numbers;"),
        ("Application/Numbers/Planted.cs", planted),
    ])).Should().Equal(
        "Links knows Meta in Application/Links/Uses.cs", "Meta knows Numbers in Application/Meta/Uses.cs",
        "Numbers knows Links in Application/Numbers/Planted.cs");

    [Fact]
    public void A_ground_floor_that_knows_a_module_is_a_circle() => Modules.Circle(Modules.Known(
    [
        ("Application/IStore.cs", "using PilotPairing.Application.Links;"),
        ("Application/Links/LinkLife.cs", ""),
    ])).Should().HaveCount(2);

    [Theory]
    [InlineData("// using PilotPairing.Application.Links;")]
    [InlineData("using PilotPairing.Domain.Links;")]
    [InlineData("var a = work.Links.LinkLife;")]
    public void Comments_other_layers_and_members_make_no_circle(string code) => Modules.Circle(Modules.Known(
    [
        ("Application/Links/LinkLife.cs", "using PilotPairing.Application.Numbers;\n\ninternal static class LinkLife { }"),
        ("Application/Numbers/Innocent.cs", code),
    ])).Should().BeEmpty();
}
