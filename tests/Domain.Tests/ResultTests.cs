using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests;

/// <summary>A value or a refusal, never both and never neither; and what a refusal carries to the client.</summary>
public sealed class ResultTests
{
    [Fact]
    public void A_value_is_matched_as_one()
    {
        Result<int> result = 7;

        result.Refusal.Should().BeNull();
        result.Value.Should().Be(7);
        result.Match(value => $"{value}", refusal => refusal.Code).Should().Be("7");
    }

    [Fact]
    public void A_refusal_is_matched_as_one_and_has_no_value()
    {
        Result<int> result = new NumberNotFound();
        var read = () => result.Value;

        result.Match(value => $"{value}", refusal => refusal.Code).Should().Be("NUMBER_NOT_FOUND");
        read.Should().Throw<InvalidOperationException>().WithMessage("*NUMBER_NOT_FOUND*");
        Result<int>.Refuse(new NumberNotFound()).Refusal.Should().Be(new NumberNotFound());
    }

    [Fact]
    public void Even_an_empty_looking_value_is_a_value()
    {
        Result<Done> done = default(Done);

        done.Match(_ => true, _ => false).Should().BeTrue();
    }

    [Fact]
    public void Every_broken_field_is_reported_once_with_all_its_problems()
    {
        var refusal = new ValidationFailed([new("name", "is required"), new("number", "is too long"), new("number", "has letters")]);

        (refusal.Kind, refusal.Code, refusal.Text).Should().Be((RefusalKind.Invalid, "VALIDATION_ERROR", "Validation error"));
        refusal.Details["fields"].Should()
            .BeEquivalentTo(new Dictionary<string, string> { ["name"] = "is required", ["number"] = "is too long has letters" });
    }

    [Fact]
    public void A_cool_down_says_until_when_and_for_how_long()
    {
        var until = new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
        var refusal = new PairingCooldown(until, TimeSpan.FromSeconds(90));

        refusal.Details.Should().Contain("until", until);
        refusal.RetryAfter.Should().Be(TimeSpan.FromSeconds(90));
        refusal.Text.Should().Be("Too many requests");
    }

    [Fact]
    public void Every_code_is_written_in_capitals_and_belongs_to_one_refusal()
    {
        var kinds = typeof(Refusal).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Refusal))).ToList();
        var refusals = kinds.Select(type => (Refusal)Activator.CreateInstance(type, Arguments(type))!).ToList();

        refusals.Select(refusal => refusal.Code).Should().OnlyHaveUniqueItems()
            .And.AllSatisfy(code => code.Should().MatchRegex("^[A-Z]+(_[A-Z]+)*$"));
        refusals.Should().AllSatisfy(refusal => refusal.Text.Should().NotBeNullOrWhiteSpace());
    }

    private static object?[] Arguments(Type refusal) =>
        [.. refusal.GetConstructors().Single().GetParameters().Select(parameter => parameter.ParameterType switch
        {
            { IsValueType: true } value => Activator.CreateInstance(value),
            var type when type == typeof(string) => "",
            _ => Array.Empty<FieldError>(),
        })];
}
