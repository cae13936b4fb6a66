using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Connections;

/// <summary>
/// Accepts a connection exactly once, however many saw it: the first statement opens the number and finds nothing to open if
/// someone was faster. The spent links and the event stand in the same transaction.
/// </summary>
internal sealed class AcceptConnection(IStore store, IAttemptQueries attempts, ILinkQueries links, TimeProvider clock)
{
    /// <summary>True when the attempt is over, also if another node ended it.</summary>
    public async Task<bool> Run(Instance instance, AttemptId attemptId, PhoneNumber identity, CancellationToken cancellationToken)
    {
        if (await attempts.Current(instance.Id, cancellationToken) is not { } current || current.Attempt.Id != attemptId)
            return true;

        var link = current.Attempt.Link is { } linkId ? await links.Find(linkId, cancellationToken) : null;
        var strict = link is null || link.Terms.Policy == NumberPolicy.Strict;
        return strict && !identity.SamePhone(instance.Number)
            ? await Reject(instance, current, link, identity, cancellationToken)
            : await Open(instance, current, identity, cancellationToken);
    }

    private async Task<bool> Open(Instance instance, StoredAttempt current, PhoneNumber identity, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Instances.Open(instance.Id, identity, now))
            return true;

        current.Attempt.End(PairingPhase.Connected, now);
        if (!await work.Attempts.Save(current))
            return false;
        instance.BeginPairing(now);
        instance.Connect(identity, now);
        work.Links.SpendAll(instance.Id, now);
        work.KeyMoves.Complete(instance.Id);
        work.Events.Add(NumberEvent.Of(EventNames.NumberConnected, instance, now) with { Link = current.Attempt.Link });
        await work.Commit(cancellationToken);
        return true;
    }

    /// <summary>A connection that was lost without a reason came back by itself: as new as any other.</summary>
    public async Task Return(Instance instance, PhoneNumber identity, CancellationToken cancellationToken)
    {
        // Who else may hold the session is not the one that was lost.
        if (instance.ConnectedNumber is { } before && !identity.SamePhone(before))
            return;

        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Instances.Reopen(instance.Id, now))
            return;

        instance.BeginPairing(now);
        instance.Connect(identity, now);
        work.Links.SpendAll(instance.Id, now);
        work.KeyMoves.Complete(instance.Id);
        work.Events.Add(NumberEvent.Of(EventNames.NumberConnected, instance, now));
        await work.Commit(cancellationToken);
    }

    /// <summary>A pending cleanup logs the wrong device out: it must happen, and the page need not wait for it.</summary>
    private async Task<bool> Reject(
        Instance instance, StoredAttempt current, PairingLink? link, PhoneNumber scanned, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Instances.StopPairing(instance.Id, now))
            return true;
        current.Attempt.End(PairingPhase.NumberMismatch, now);
        if (!await work.Attempts.Save(current))
            return false;
        instance.Close(now);
        work.Events.Add(NumberEvent.Of(EventNames.NumberMismatch, instance, now) with { Link = current.Attempt.Link, Scanned = scanned });
        await AttemptEvents.Publish(work, instance, current.Attempt, link, now);
        work.CleanUps.Add(instance, CleanUp.Logout);
        await work.Commit(cancellationToken);
        return true;
    }
}
