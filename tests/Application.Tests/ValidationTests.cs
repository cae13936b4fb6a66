using FluentValidation;
using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests;

/// <summary>
/// The behaviour in front of every handler: which faults are reported together and in which order; each request's own rules are tested
/// beside it.
/// </summary>
public sealed class ValidationTests
{
    private static readonly ValidationFailed BothWrong = new([new("count", "has the wrong type"), new("label.firstLine", "is required")]);

    [Fact]
    public async Task A_sound_request_reaches_its_handler() =>
        (await Send(new Probe { Count = 1, Label = new("x") })).Value.Should().Be("handled");

    [Fact]
    public async Task Unreadable_fields_and_broken_rules_are_reported_together_by_their_JSON_names()
    {
        var answer = await Send(new Probe { Faults = new(null, [new("count", "has the wrong type")]), Label = new(null) });

        answer.Refusal.Should().BeOfType<ValidationFailed>().Which.Fields.Should().BeEquivalentTo(BothWrong.Fields);
    }

    [Fact]
    public async Task A_field_that_could_not_be_read_is_not_called_missing_as_well()
    {
        var answer = await Send(new Probe { Faults = new(null, [new("count", "has the wrong type")]), Label = new("x") });

        answer.Refusal.Should().BeOfType<ValidationFailed>().Which.Fields.Should().Equal(new FieldError("count", "has the wrong type"));
    }

    [Fact]
    public async Task An_unreadable_body_is_reported_alone()
    {
        var answer = await Send(new Probe { Faults = new(new Unreadable(), []) });

        answer.Refusal.Should().Be(new Unreadable());
    }

    [Fact]
    public async Task What_does_not_exist_comes_before_what_is_wrong()
    {
        (await Send(new Probe { Label = new(null) }, exists: false)).Refusal.Should().Be(new NumberNotFound());
        (await Send(new Probe { Faults = new(new Unreadable(), []) }, exists: false)).Refusal.Should().Be(new NumberNotFound());
    }

    [Fact]
    public async Task Existence_of_a_sound_request_is_the_handler_s_to_decide() =>
        (await Send(new Probe { Count = 1, Label = new("x") }, exists: false)).Value.Should().Be("handled");

    [Fact]
    public async Task A_request_without_rules_passes()
    {
        var bare = new Validation<Probe, Result<string>>(new([], []));

        (await bare.Handle(new Probe(), CancellationToken.None, Handled)).Value.Should().Be("handled");
    }

    private static Task<Result<string>> Send(Probe probe, bool exists = true) =>
        new Validation<Probe, Result<string>>(
            new([new ProbeValidator()], [new ProbeExists(exists)])).Handle(probe, CancellationToken.None, Handled);

    private static Task<Result<string>> Handled() => Task.FromResult<Result<string>>("handled");

    private sealed record Probe : IRequest<Result<string>>, IReadFromBody
    {
        public BodyFaults Faults { get; init; } = BodyFaults.None;

        public int? Count { get; init; }

        public ProbeLabel? Label { get; init; }
    }

    private sealed record ProbeLabel(string? FirstLine);

    private sealed record Unreadable() : Refusal(RefusalKind.Invalid, "INVALID_JSON", "Validation error");

    private sealed class ProbeValidator : AbstractValidator<Probe>
    {
        public ProbeValidator()
        {
            RuleFor(probe => probe.Count).NotNull().WithMessage("is required");
            RuleFor(probe => probe.Label!.FirstLine).NotNull().When(probe => probe.Label is not null).WithMessage("is required");
        }
    }

    private sealed class ProbeExists(bool exists) : IExistence<Probe>
    {
        public Task<Refusal?> Missing(Probe request, CancellationToken cancellationToken) =>
            Task.FromResult<Refusal?>(exists ? null : new NumberNotFound());
    }
}
