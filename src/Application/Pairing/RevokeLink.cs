using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Pairing;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Pairing;

/// <summary>Kills a link at once, with whatever its customer has on the screen. Revoking a dead link changes nothing.</summary>
public sealed record RevokeLink(Caller Caller, LinkId Link) : IRequest<Result<LinkDetail>>;

internal sealed class RevokeLinkHandler(IStore store, OwnLinks links, IInstanceReads instances, TimeProvider clock) : IRequestHandler<RevokeLink, Result<LinkDetail>>
{
    public async Task<Result<LinkDetail>> Handle(RevokeLink request, CancellationToken cancellationToken)
    {
        if (await links.Find(request.Caller, request.Link, cancellationToken) is not { } link)
            return new LinkNotFound();

        var now = clock.GetUtcNow();
        await using (var work = await store.Begin(cancellationToken))
        {
            // The number first, as everybody who pairs does: the other way round two of them would wait for each other.
            if (link.Number is { } number)
                await work.Instances.Hold(number);
            if (await work.Links.Revoke(link.Id))
            {
                await work.KeyMoves.TurnBack([link.Id]);
                work.Events.Add(LinkEvent.Of(EventNames.LinkRevoked, link, LinkStatus.Revoked, PairingPhase.Expired, now));
                await EndAttempt(work, link, now, cancellationToken);
                await work.Commit(cancellationToken);
            }
        }

        return await links.Detail(request.Caller, link.Id, cancellationToken) is { } detail ? detail : new LinkNotFound();
    }

    /// <summary>What was offered through the link must not be scanned any more.</summary>
    private async Task EndAttempt(IWork work, PairingLink link, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (link.Number is not { } number || await work.Attempts.Current(number) is not { } current || current.Attempt.Link != link.Id)
            return;
        if (await instances.Find(number, cancellationToken) is not { } instance)
            return;

        current.Attempt.End(PairingPhase.Ready, now);
        await work.Attempts.Save(current);
        if (await work.Instances.StopPairing(number, now))
            work.CleanUps.Add(instance, CleanUp.Logout);
    }
}
