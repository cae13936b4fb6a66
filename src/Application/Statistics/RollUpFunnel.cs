using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Statistics;

/// <summary>Brings the daily sums of the pairing funnel up to date.</summary>
public sealed record RollUpFunnel : IRequest<Result<int>>;

internal sealed class RollUpFunnelHandler(IStore store, TimeProvider clock) : IRequestHandler<RollUpFunnel, Result<int>>
{
    public async Task<Result<int>> Handle(RollUpFunnel request, CancellationToken cancellationToken) =>
        await Batches.Run(store, clock, (work, _) => work.Funnel.Count(Batches.Most), cancellationToken);
}
