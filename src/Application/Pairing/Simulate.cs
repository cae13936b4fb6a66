using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Pairing;

/// <summary>What a test can make the simulated phone or gateway of one number do.</summary>
public enum SimulatedEvent
{
    Scan,
    EnterCode,
    WrongNumber,
    Confirming,
    Passkey,
    QrExhausted,
    NoQr,
    RateLimited,
    GatewayDown,
    GatewayUp,
    Disconnect,
    Logout,
    Ban,
}

public sealed record Simulate(Caller Caller, NumberId Number) : IRequest<Result<Simulated>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public SimulatedEvent? Event { get; init; }

    /// <summary>The phone that scans; null is the phone the number asks for.</summary>
    public string? Phone { get; init; }

    public string? Code { get; init; }
}

public sealed record Simulated(InstanceState State, PairingPhase Phase);

/// <summary>The remote control of the simulator.</summary>
public interface ISimulator
{
    /// <summary>What a simulated phone finds behind the reference in a QR code; null when no simulated WhatsApp made it.</summary>
    Task<ScannedQr?> Read(string reference, CancellationToken cancellationToken);

    Task<Result<Done>> Play(GatewaySession session, SimulatedEvent happened, PhoneNumber phone, string? code, CancellationToken cancellationToken);
}

internal sealed class SimulateValidator : AbstractValidator<Simulate>
{
    public SimulateValidator()
    {
        RuleFor(simulate => simulate.Event).NotNull().WithMessage("is required");
        RuleFor(simulate => simulate.Phone).Must(phone => PhoneNumber.Parse(phone) is not null).When(simulate => simulate.Phone is not null)
            .WithMessage(Labelling.NumberRule);
        RuleFor(simulate => simulate.Code).NotNull().When(simulate => simulate.Event == SimulatedEvent.EnterCode).WithMessage("is required for enter_code");
    }
}

internal sealed class SimulatedNumber(IInstanceReads instances) : IExistence<Simulate>
{
    public async Task<Refusal?> Missing(Simulate request, CancellationToken cancellationToken) =>
        request.Caller.Mode == TenantMode.Test && request.Caller.Reaches(request.Number)
        && await instances.Find(request.Caller.Tenant, request.Number, cancellationToken) is not null
            ? null
            : new NumberNotFound();
}

internal sealed class SimulateHandler(IInstanceReads instances, ISimulator simulator, IStore store, IPairingBoard board, NumberTruth truth, TimeProvider clock)
    : IRequestHandler<Simulate, Result<Simulated>>
{
    private static readonly PhoneNumber SomebodyElse = PhoneNumber.Parse("+5511900000000")!.Value;

    public async Task<Result<Simulated>> Handle(Simulate request, CancellationToken cancellationToken)
    {
        if (request.Caller.Mode != TenantMode.Test || !request.Caller.Reaches(request.Number)
            || await instances.Find(request.Caller.Tenant, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();

        var happened = request.Event!.Value;
        var phone = PhoneNumber.Parse(request.Phone) ?? (happened == SimulatedEvent.WrongNumber ? SomebodyElse : instance.Number);
        var played = await simulator.Play(new GatewaySession(instance.Id, instance.Number), happened, phone, request.Code, cancellationToken);
        if (played.Refusal is { } refusal)
            return refusal;

        if (happened is SimulatedEvent.RateLimited or SimulatedEvent.GatewayDown or SimulatedEvent.NoQr or SimulatedEvent.QrExhausted)
            await ShowTrouble(instance, cancellationToken);
        // A phone that accepted is being linked at the first look and connected at the second.
        await truth.Look(instance.Id, cancellationToken);
        await truth.Look(instance.Id, cancellationToken);
        return await board.Fresh(instance.Id, cancellationToken) is { } view ? new Simulated(view.State, view.Phase) : new NumberNotFound();
    }

    /// <summary>A trouble shows on the page of a number that nobody is pairing yet, too.</summary>
    private async Task ShowTrouble(Instance instance, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Instances.Hold(instance.Id) || await work.Attempts.Current(instance.Id) is not null)
            return;
        var last = await work.Attempts.LastOf(instance.Id);
        var attempt = PairingAttempt.Begin(AttemptId.New(now), instance.Tenant, instance.Id, null, null, last.Sequence, now);
        attempt.Started();
        work.Attempts.Add(attempt);
        await work.Commit(cancellationToken);
    }
}
