using MediatR;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Pairing;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Pairing;

/// <summary>Writes down which links the clock has ended: their secret is wiped and their owner told, once.</summary>
public sealed record ExpireLinks : IRequest<Result<int>>;

internal sealed class ExpireLinksHandler(IStore store, TimeProvider clock) : IRequestHandler<ExpireLinks, Result<int>>
{
    private const int Batch = 500;

    public async Task<Result<int>> Handle(ExpireLinks request, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var now = clock.GetUtcNow();
            await using var work = await store.Begin(cancellationToken);
            var expired = await work.Links.ExpireDue(now, Batch);
            if (expired.Count > 0)
                await work.KeyMoves.TurnBack([.. expired.Select(link => link.Id)]);
            foreach (var link in expired)
                work.Events.Add(LinkEvent.Of(EventNames.LinkExpired, link, LinkStatus.Expired, PairingPhase.Expired, now));
            await work.Commit(cancellationToken);
            total += expired.Count;
            if (expired.Count < Batch)
                return total;
        }
    }
}
