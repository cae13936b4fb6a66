using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Numbers;

/// <summary>What may stand as a number's name.</summary>
public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("Shop", "Shop")]
    [InlineData("  Padaria São João ", "Padaria São João")]
    [InlineData("x", "x")]
    [InlineData("👩‍👩‍👧", "👩‍👩‍👧")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public void Is_trimmed_and_otherwise_kept(string text, string name) => DisplayName.Parse(text)!.Value.Value.Should().Be(name);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("two\nlines")]
    [InlineData("nul\0")]
    [InlineData("bell\a")]
    [InlineData("next\u0085line")]
    [InlineData("del\u007f")]
    public void Is_not_empty_and_has_no_control_characters(string? text) => DisplayName.Parse(text).Should().BeNull();

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        DisplayName.Parse("half \ud83d").Should().BeNull();
        DisplayName.Parse("\udc69 half").Should().BeNull();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ã")]
    [InlineData("😀")]
    public void Counts_code_points_up_to_120(string character)
    {
        DisplayName.Parse(string.Concat(Enumerable.Repeat(character, 120))).Should().NotBeNull();
        DisplayName.Parse(string.Concat(Enumerable.Repeat(character, 121))).Should().BeNull();
    }

    [Fact]
    public void Stays_out_of_logs() => $"{DisplayName.Parse("Shop")}".Should().Be("[name]");
}
