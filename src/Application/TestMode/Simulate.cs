using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.TestMode;

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

public sealed record Simulate(Caller Caller, NumberId Number) : IRequest<Result<Simulated>>, IReadFromBody, ICallOutside
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public SimulatedEvent? Event { get; init; }

    /// <summary>The phone that scans; null is the phone the number asks for.</summary>
    public Written<PhoneNumber>? Phone { get; init; }

    public string? Code { get; init; }
}

public sealed record Simulated(InstanceState State, PairingPhase Phase);

internal sealed class SimulateValidator : AbstractValidator<Simulate>
{
    public SimulateValidator()
    {
        RuleFor(simulate => simulate.Event).NotNull().WithMessage("is required");
        RuleFor(simulate => simulate.Phone).Must(phone => phone is null or { Value: not null })
            .WithMessage(Labelling.NumberRule);
        RuleFor(simulate => simulate.Code).NotNull().When(simulate => simulate.Event == SimulatedEvent.EnterCode)
            .WithMessage("is required for enter_code");
    }
}

internal sealed class SimulatedNumber(IInstanceQueries instances) : Subject<Simulate, Instance>
{
    public override async Task<Result<Instance>> Find(Simulate request, CancellationToken cancellationToken) =>
        request.Caller.Mode == TenantMode.Test
            && await instances.Reached(request.Caller, request.Number, cancellationToken) is { } instance ? instance : new NumberNotFound();
}

internal sealed class SimulateHandler(
    SimulatedNumber numbers, ISimulator simulator, IStore store, IPairingStateCache states, InstanceReconciler reconciler,
    TimeProvider clock)
    : IRequestHandler<Simulate, Result<Simulated>>
{
    private const int MaxChecks = 20;
    private static readonly PhoneNumber SomebodyElse = PhoneNumber.Parse("+5511900000000")!.Value;

    public async Task<Result<Simulated>> Handle(Simulate request, CancellationToken cancellationToken)
    {
        var found = await numbers.Find(request, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var instance = found.Value;
        if (instance.Provider == Provider.Meta)
            return new NotSupportedForMeta();

        var happened = request.Event!.Value;
        var phone = request.Phone?.Value ?? (happened == SimulatedEvent.WrongNumber ? SomebodyElse : instance.Number);
        var played = await simulator.Play(GatewaySession.Of(instance), happened, phone, request.Code,
            cancellationToken);
        if (played.Refusal is { } refusal)
            return refusal;

        if (happened is SimulatedEvent.RateLimited or SimulatedEvent.GatewayDown or SimulatedEvent.GatewayUp or SimulatedEvent.NoQr or SimulatedEvent.QrExhausted)
            await ShowOnPage(instance, happened, cancellationToken);
        return await AwaitResult(instance.Id, happened, cancellationToken) is { } view
            ? new Simulated(view.State, view.Phase) : new NumberNotFound();
    }

    /// <summary>
    /// A phone that accepted is linked at one check and connected at the next; the watcher checks too, and the loser of a race to it checks
    /// again.
    /// </summary>
    private async Task<PairingView?> AwaitResult(NumberId number, SimulatedEvent happened, CancellationToken cancellationToken)
    {
        for (var check = 1; ; check++)
        {
            await reconciler.Reconcile(number, cancellationToken);
            var view = await states.Fresh(number, cancellationToken);
            if (view is null || IsComplete(view, happened) || check == MaxChecks)
                return view;
        }
    }

    private static bool IsComplete(PairingView view, SimulatedEvent happened) => happened switch
    {
        SimulatedEvent.Scan or SimulatedEvent.EnterCode or SimulatedEvent.WrongNumber =>
            view.State == InstanceState.Open
                || view.Phase is not (PairingPhase.AwaitingScan or PairingPhase.Confirming or PairingPhase.VerifyingNumber),
        SimulatedEvent.Disconnect => true,
        SimulatedEvent.Logout or SimulatedEvent.Ban => view.State != InstanceState.Open,
        SimulatedEvent.GatewayUp => view.State == InstanceState.Open || view.Phase == PairingPhase.Ready,
        SimulatedEvent.Confirming or SimulatedEvent.Passkey or SimulatedEvent.QrExhausted or SimulatedEvent.NoQr or SimulatedEvent.RateLimited or SimulatedEvent.GatewayDown =>
            view.State == InstanceState.Open
                || view.Phase is not (PairingPhase.Ready or PairingPhase.Preparing or PairingPhase.AwaitingScan),
    };

    /// <summary>A failure and its end show on the page of a number that nobody is pairing, too.</summary>
    private async Task ShowOnPage(Instance instance, SimulatedEvent happened, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Instances.Hold(instance.Id))
            return;
        if (await work.Attempts.Current(instance.Id) is { } current)
        {
            // A cool-down does not end by the gateway having nothing to do.
            if (happened != SimulatedEvent.GatewayUp || current.Attempt.Phase != PairingPhase.CoolingDown)
                return;
            current.Attempt.End(PairingPhase.Ready, now);
            await SaveAttempt.Write(work, instance, current, now);
        }
        else
        {
            var last = await work.Attempts.LastOf(instance.Id);
            var attempt = PairingAttempt.Begin(AttemptId.New(now), instance.Tenant, instance.Id, null, null, last.Sequence, now);
            attempt.Started(now);
            // The page must not see that something began: it goes on when what it waits for is ready.
            if (happened == SimulatedEvent.GatewayUp)
                attempt.End(PairingPhase.Ready, now);
            work.Attempts.Add(attempt);
        }

        await work.Commit(cancellationToken);
    }
}

internal sealed class SimulatedAnswer(IPairingStateCache states) : IRebuild<Simulate, Result<Simulated>>
{
    public async Task<Result<Simulated>?> Rebuild(Simulate request, MadeResource? made, CancellationToken cancellationToken) =>
        request.Caller.Reaches(request.Number) && await states.Fresh(request.Number, cancellationToken) is { } view
            ? new Simulated(view.State, view.Phase) : (Result<Simulated>?)null;
}
