using Microsoft.Extensions.Logging;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <param name="Watching">An attempt is under way and must be checked again.</param>
/// <param name="Confirmed">What is stored now is what the gateway says.</param>
internal sealed record ReconcileResult(bool Watching, bool Confirmed);

/// <summary>Asks a number's gateway for its state and applies the answer to what is stored.</summary>
internal sealed partial class InstanceReconciler(
    IInstanceQueries instances, IAttemptQueries attempts, IGateways gateways, IPendingCleanUps cleanUps, AcceptConnection accept,
    EndConnection end, SaveAttempt save, TimeProvider clock,
    ILogger<InstanceReconciler> log)
{
    /// <summary>Null when there is no such number.</summary>
    public Task<ReconcileResult?> Reconcile(NumberId number, CancellationToken cancellationToken) =>
        Reconcile(number, mayStart: false, cancellationToken);

    /// <summary>
    /// For the node that watches the attempt: it also makes a pending start. Another caller may have read that the start is pending
    /// just before it was made, and would replace the QR code that is being scanned.
    /// </summary>
    public Task<ReconcileResult?> Watch(NumberId number, CancellationToken cancellationToken) =>
        Reconcile(number, mayStart: true, cancellationToken);

    private async Task<ReconcileResult?> Reconcile(NumberId number, bool mayStart, CancellationToken cancellationToken)
    {
        if (await instances.Find(number, cancellationToken) is not { } instance)
            return null;

        if (await attempts.Current(instance.Id, cancellationToken) is { } current)
            return current.Attempt.NeedsStart && !mayStart
                ? new(Watching: true, Confirmed: false) : await Pair(instance, current, cancellationToken);
        return new(Watching: false, await Check(instance, cancellationToken));
    }

    /// <summary>
    /// Checks a number that is not being paired. False when the gateway did not answer, or answered another state than the stored one.
    /// </summary>
    public async Task<bool> Check(Instance instance, CancellationToken cancellationToken)
    {
        // A number of the official API has no gateway; one that was paired before is there no more.
        if (instance.Provider == Provider.Meta || (instance.State != InstanceState.Open && !instance.LastCheck.MayReturn))
            return true;

        var gateway = await gateways.Of(instance.Tenant, cancellationToken);
        var report = await gateway.GetState(GatewaySession.Of(instance), cancellationToken);
        switch (report)
        {
            // A gateway that is away or limited says nothing of the connection.
            case SessionReport.Unavailable or SessionReport.RateLimited:
                return false;
            case SessionReport.Connected connected:
                if (instance.State != InstanceState.Open)
                    await accept.Return(instance, connected.Identity, cancellationToken);
                return true;
            default:
                if (instance.State == InstanceState.Open)
                    await end.Run(instance, report is SessionReport.Ended ended ? ended.Reason : DisconnectReason.Unknown,
                        cancellationToken);
                return instance.State != InstanceState.Open;
        }
    }

    private async Task<ReconcileResult> Pair(Instance instance, StoredAttempt current, CancellationToken cancellationToken)
    {
        var gateway = await gateways.Of(instance.Tenant, cancellationToken);
        var session = GatewaySession.Of(instance);
        var attempt = current.Attempt;
        var report = attempt.NeedsStart
            ? await Start(attempt, gateway, session, cancellationToken) : await gateway.GetState(session, cancellationToken);
        var confirmed = report is not SessionReport.Unavailable;
        attempt.Observe(report, clock.GetUtcNow());
        if (attempt.Altered && !await save.Run(instance, current, cancellationToken))
            return new(Watching: true, confirmed);
        if (attempt.Entered(PairingPhase.Stalled) && attempt.Failure is not null)
            Log.NoCode(log, instance.Id);
        if (report is SessionReport.Connected connected)
            return new(!await accept.Run(instance, attempt.Id, connected.Identity, cancellationToken), confirmed);
        return new(attempt.EndedAt is null, confirmed);
    }

    private async Task<SessionReport> Start(
        PairingAttempt attempt, IWhatsAppGateway gateway, GatewaySession session, CancellationToken cancellationToken)
    {
        if (await cleanUps.Hurry(session.Number, cancellationToken))
            return await gateway.GetState(session, cancellationToken) is SessionReport.Unavailable away
                ? away : new SessionReport.Starting();

        var started = await gateway.StartPairing(session, attempt.Method, cancellationToken);
        attempt.Started(clock.GetUtcNow(), made: started.Refusal is null);
        return started.Refusal switch
        {
            null => await gateway.GetState(session, cancellationToken),
            PairingCooldown cooldown => new SessionReport.RateLimited(cooldown.Until),
            { } refusal => new SessionReport.Unavailable(refusal),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(3003, LogLevel.Warning, "Pairing {Number} stalled: its gateway answers, and WhatsApp gave it no QR code and no pairing code")]
        public static partial void NoCode(ILogger log, NumberId number);
    }
}
