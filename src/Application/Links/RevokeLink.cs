using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Links;

/// <summary>Kills a link at once, with whatever its customer has on the screen. Revoking a dead link changes nothing.</summary>
public sealed record RevokeLink(Caller Caller, LinkId Link) : IRequest<Result<LinkDetail>>, IMayRunAgain;

internal sealed class RevokeLinkHandler(
    IStore store, OwnLinks links, IInstanceQueries instances, IOngoingPairing pairing, TimeProvider clock)
    : IRequestHandler<RevokeLink, Result<LinkDetail>>
{
    public async Task<Result<LinkDetail>> Handle(RevokeLink request, CancellationToken cancellationToken)
    {
        if (await links.Find(request.Caller, request.Link, cancellationToken) is not { } link)
            return new LinkNotFound();

        // Read before the unit of work: one that wants a second connection while it holds one starves a crowd of its own kind.
        var instance = link.Number is { } id ? await instances.Find(id, cancellationToken) : null;
        var now = clock.GetUtcNow();
        await using (var work = await store.Begin(cancellationToken))
        {
            // The number first, as everybody who pairs does: the other way round two of them would wait for each other.
            if (instance is not null)
                await work.Instances.Hold(instance.Id);
            if (await work.Links.Revoke(link.Id))
            {
                await work.KeyMoves.TurnBack([link.Id]);
                work.Events.Add(LinkEvent.Of(EventNames.LinkRevoked, link, LinkStatus.Revoked, PairingPhase.Expired, now));
                if (instance is not null)
                    await pairing.End(work, link, instance, now);
                await work.Commit(cancellationToken);
            }
        }

        return await links.Detail(request.Caller, link.Id, cancellationToken) is { } detail ? detail : new LinkNotFound();
    }
}
