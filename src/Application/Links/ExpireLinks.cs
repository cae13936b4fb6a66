using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Links;

/// <summary>Expires the links that are past their time: deletes their secrets and publishes one event each.</summary>
public sealed record ExpireLinks : IRequest<Result<int>>;

internal sealed class ExpireLinksHandler(IStore store, TimeProvider clock) : IRequestHandler<ExpireLinks, Result<int>>
{
    public async Task<Result<int>> Handle(ExpireLinks request, CancellationToken cancellationToken) => await Batches.Run(
        store,
        clock,
        async (work, now) =>
        {
            var expired = await work.Links.ExpireDue(now, Batches.Most);
            await LinkExpiry.Publish(work, expired, now);
            return expired.Count;
        },
        cancellationToken);
}

internal static class LinkExpiry
{
    /// <summary>What follows from links that expired, in the unit of work that writes it.</summary>
    public static async Task Publish(IWork work, IReadOnlyList<PairingLink> expired, DateTimeOffset now)
    {
        if (expired.Count > 0)
            await work.KeyMoves.TurnBack([.. expired.Select(link => link.Id)]);
        foreach (var link in expired)
            work.Events.Add(LinkEvent.Of(EventNames.LinkExpired, link, LinkStatus.Expired, PairingPhase.Expired, now));
    }
}
