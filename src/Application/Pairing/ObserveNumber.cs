using MediatR;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Pairing;

/// <summary>
/// Asks the gateway what is true of a number and acts on the answer. The watcher, the reconciler, a gateway's notification and the
/// simulator's remote control all end here, and may do so at once: each write is decided by the database.
/// </summary>
public sealed record ObserveNumber(NumberId Number) : IRequest<Result<Observation>>;

/// <param name="Watching">The attempt goes on and wants to be looked at again.</param>
public sealed record Observation(bool Watching);

internal sealed class ObserveNumberHandler(
    IInstanceReads instances, IAttemptReads attempts, IGateways gateways, AcceptConnection accept, EndConnection end, SaveAttempt save, TimeProvider clock)
    : IRequestHandler<ObserveNumber, Result<Observation>>
{
    public async Task<Result<Observation>> Handle(ObserveNumber request, CancellationToken cancellationToken)
    {
        if (await instances.Find(request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();

        var gateway = await gateways.Of(instance.Tenant, cancellationToken);
        var session = new GatewaySession(instance.Id, instance.Number);
        if (await attempts.Current(instance.Id, cancellationToken) is { } current)
            return new Observation(await Pair(instance, current, gateway, session, cancellationToken));

        if (instance.State == InstanceState.Open && await gateway.GetState(session, cancellationToken) is SessionReport.Ended ended)
            await end.Run(instance, ended.Reason, cancellationToken);
        return new Observation(false);
    }

    private async Task<bool> Pair(Instance instance, StoredAttempt current, IWhatsAppGateway gateway, GatewaySession session, CancellationToken cancellationToken)
    {
        var attempt = current.Attempt;
        SessionReport? report = null;
        if (attempt.NeedsStart)
        {
            var started = await gateway.StartPairing(session, attempt.Method, cancellationToken);
            attempt.Started();
            report = started.Refusal switch
            {
                null => null,
                PairingCooldown cooldown => new SessionReport.RateLimited(cooldown.Until),
                { } refusal => new SessionReport.Unavailable(refusal),
            };
        }

        report ??= await gateway.GetState(session, cancellationToken);
        attempt.Observe(report, clock.GetUtcNow());
        if (attempt.Altered && !await save.Run(instance, current, cancellationToken))
            return true;
        if (report is SessionReport.Connected connected)
            return !await accept.Run(instance, attempt.Id, connected.Identity, session, gateway, cancellationToken);
        return attempt.EndedAt is null;
    }
}
