using MediatR;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Links;

/// <summary>Publishes <c>link.abandoned</c> once for links that were started and then not used for half an hour.</summary>
public sealed record AbandonLinks : IRequest<Result<int>>;

internal sealed class AbandonLinksHandler(IStore store, TimeProvider clock) : IRequestHandler<AbandonLinks, Result<int>>
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(30);

    public async Task<Result<int>> Handle(AbandonLinks request, CancellationToken cancellationToken) => await Batches.Run(
        store,
        clock,
        async (work, now) =>
        {
            var abandoned = await work.Links.AbandonDue(now - Quiet, now, Batches.Most);
            foreach (var link in abandoned)
                work.Events.Add(LinkEvent.Of(EventNames.LinkAbandoned, link, LinkStatus.Active, PairingPhase.Ready, now));
            return abandoned.Count;
        },
        cancellationToken);
}
