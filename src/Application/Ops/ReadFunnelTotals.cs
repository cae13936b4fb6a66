using MediatR;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain;

namespace PilotPairing.Application.Ops;

/// <summary>The pairing funnel of the last 30 days over all tenants, in one row.</summary>
public sealed record ReadFunnelTotals : IRequest<Result<FunnelRow>>;

internal sealed class ReadFunnelTotalsHandler(IFunnelQueries funnel, TimeProvider clock)
    : IRequestHandler<ReadFunnelTotals, Result<FunnelRow>>
{
    public async Task<Result<FunnelRow>> Handle(ReadFunnelTotals request, CancellationToken cancellationToken) =>
        await funnel.Totals(FunnelPeriod.Of(null, null, clock.GetUtcNow()), cancellationToken);
}
