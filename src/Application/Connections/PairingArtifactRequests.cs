using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Connections;

/// <summary>
/// Gets an artifact for the hosted page or for the SaaS that shows it. Nothing here calls the gateway: the attempt's row
/// asks the one watcher to, so parallel callers share one start and a slow gateway costs a caller its answer, not the pairing.
/// </summary>
internal sealed class PairingArtifactRequests(IStore store, IPairingStateCache states, PairingAllowance allowance, TimeProvider clock)
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    public async Task<Result<PairingView>> Artifact(
        PairingView view, PairingLink? link, PairingMethod? method, bool refresh, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (refresh || !view.Offers(method, clock.GetUtcNow()))
        {
            var asked = await Ask(view, link, method, refresh, cancellationToken);
            if (asked.Refusal is { } refusal)
                return refusal;
            // Another caller's commit may have woken this one while the cache still held the older state.
            await states.Fresh(view.Number, cancellationToken);
        }

        return await Await(view.Number, method, wait, cancellationToken);
    }

    private async Task<Result<Done>> Ask(
        PairingView view, PairingLink? link, PairingMethod? method, bool refresh, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isLimited = await allowance.Limits(view, link, cancellationToken);
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Instances.Hold(view.Number))
            return new AlreadyConnected();

        if (await work.Attempts.Current(view.Number) is { Attempt: var attempt } current)
        {
            if (attempt.WouldStart(method, refresh, now))
            {
                var grant = isLimited
                    ? await PairingAllowance.Take(work, view.Phone, method, link!.Terms.Methods, attempt.Id, now) : new(method);
                // What is still good is better than nothing.
                if (grant.Until is { } until && attempt.Artifacts.LastsUntil > now)
                    return new PairingCooldown(until, until - now, grant.Method);
                if (grant.Until is { } later)
                    attempt.Cool(grant.Method, later, now);
                else
                    attempt.Ask(grant.Method, refresh, now);
                await work.Attempts.Save(current);
            }
        }
        else
        {
            var last = await work.Attempts.LastOf(view.Number);
            if (last.Cools(method, now))
                return new PairingCooldown(last.CoolingUntil!.Value, last.CoolingUntil.Value - now, last.Cooled);
            var id = AttemptId.New(now);
            var grant = isLimited ? await PairingAllowance.Take(work, view.Phone, method, link!.Terms.Methods, id, now) : new(method);
            var begun = PairingAttempt.Begin(id, view.Tenant, view.Number, link?.Id, grant.Method, last.Sequence, now);
            if (grant.Until is { } until)
                begun.Cool(grant.Method, until, now);
            work.Attempts.Add(begun);
            work.CleanUps.AddIfSessionLeft(view.Tenant, view.Number, view.Phone);
        }

        if (link is not null)
        {
            // Revoked since it was read; the attempt is not committed.
            if (await work.Links.Touch(link.Id, LinkActivity.Started, now, method ?? PairingMethod.Qr) is not { } touch)
                return new LinkNotFound();
            if (touch.FirstOpened)
                work.Events.Add(LinkEvent.Of(EventNames.LinkOpened, link, LinkStatus.Active, PairingPhase.Ready, now));
            if (touch.FirstStarted)
                work.Events.Add(LinkEvent.Of(EventNames.LinkStarted, link, LinkStatus.Active, PairingPhase.Preparing, now));
        }

        work.Attempts.CallWatcher(view.Number);
        await work.Commit(cancellationToken);
        return default(Done);
    }

    private async Task<Result<PairingView>> Await(
        NumberId number, PairingMethod? method, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var hasGatewayAnswered = false;
        try
        {
            await foreach (var view in states.Follow(number, either.Token))
            {
                if (Answer(view, method) is { } answer)
                    return answer;
                hasGatewayAnswered = !view.IsStartPending;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The watcher goes on; the caller asks again.
        }

        return hasGatewayAnswered ? new PairingStalled() : new GatewayUnavailable();
    }

    /// <summary>What the view means to a caller who waits; null while it may still become an artifact.</summary>
    private Result<PairingView>? Answer(PairingView view, PairingMethod? method)
    {
        var now = clock.GetUtcNow();
        if (view.State == InstanceState.Open)
            return new AlreadyConnected();
        if (view.Offers(method, now))
            return view;
        return view.Phase switch
        {
            PairingPhase.CoolingDown when view.CoolingUntil is { } until => new PairingCooldown(until, until - now, view.Cooled),
            PairingPhase.GatewayUnavailable => view.Failure switch
            {
                "GATEWAY_ERROR" => new GatewayError("It did not do what it was asked to"),
                "GATEWAY_NOT_ACTIVATED" => new GatewayNotActivated(),
                "GATEWAY_NOT_CONFIGURED" => new GatewayNotConfigured(),
                _ => new GatewayUnavailable(),
            },
            PairingPhase.Confirming or PairingPhase.VerifyingNumber or PairingPhase.PasskeyRequired => view,
            // Or somebody ended what was asked for, or the session behind it: nothing will come of it any more.
            PairingPhase.Stalled or PairingPhase.Ready or PairingPhase.NumberMismatch => new PairingStalled(),
            _ => null,
        };
    }
}
