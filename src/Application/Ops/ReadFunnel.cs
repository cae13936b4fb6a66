using MediatR;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Ops;

/// <summary>
/// The pairing funnel of the last 30 days over all tenants, in groups. It is read from daily sums, so that its cost is the same at a
/// million links.
/// </summary>
public sealed record ReadFunnel(OpsFunnelGrouping GroupBy) : IRequest<Result<OpsFunnel>>;

public enum OpsFunnelGrouping
{
    Device,
    Method,
    Language,
    Tenant,
}

/// <param name="Groups">Those with the most links first, at most <see cref="MostGroups"/>.</param>
/// <param name="Omitted">How many groups there are beside them.</param>
public sealed record OpsFunnel(OpsFunnelGrouping GroupBy, FunnelRow Totals, IReadOnlyList<OpsFunnelGroup> Groups, int Omitted)
{
    public const int MostGroups = 12;
}

/// <param name="Tenant">Null unless the groups are tenants.</param>
public sealed record OpsFunnelGroup(string Name, TenantId? Tenant, FunnelRow Row);

internal sealed class ReadFunnelHandler(IFunnelQueries funnel, IOpsTenantQueries tenants, TimeProvider clock)
    : IRequestHandler<ReadFunnel, Result<OpsFunnel>>
{
    public async Task<Result<OpsFunnel>> Handle(ReadFunnel request, CancellationToken cancellationToken)
    {
        var period = FunnelPeriod.Of(null, null, clock.GetUtcNow());
        // Both at once: a person waits for the slower one only.
        var totals = funnel.Totals(period, cancellationToken);
        var (rows, count) = await (request.GroupBy switch
        {
            OpsFunnelGrouping.Device => Of(FunnelGrouping.Device),
            OpsFunnelGrouping.Method => Of(FunnelGrouping.Method),
            OpsFunnelGrouping.Language => Of(FunnelGrouping.Language),
            OpsFunnelGrouping.Tenant => funnel.PerTenant(period, OpsFunnel.MostGroups, cancellationToken),
        });
        var groups = request.GroupBy == OpsFunnelGrouping.Tenant
            ? await Named(rows, cancellationToken)
            : [.. rows.Select(row => new OpsFunnelGroup(row.Key, null, row))];
        return new OpsFunnel(request.GroupBy, await totals, groups, count - groups.Count);

        Task<FunnelGroups> Of(FunnelGrouping grouping) =>
            funnel.OfAllTenants(period, grouping, OpsFunnel.MostGroups, cancellationToken);
    }

    private async Task<List<OpsFunnelGroup>> Named(IReadOnlyList<FunnelRow> rows, CancellationToken cancellationToken)
    {
        var names = await tenants.Names([.. rows.Select(row => row.Tenant).OfType<TenantId>()], cancellationToken);
        return [.. rows.Select(row =>
            new OpsFunnelGroup(row.Tenant is { } tenant && names.TryGetValue(tenant, out var name) ? name : row.Key, row.Tenant, row))];
    }
}
