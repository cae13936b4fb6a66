using System.Text.Json;
using Npgsql;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain.Access;

namespace PilotPairing.Infrastructure.Statistics;

internal sealed class FunnelQueries(NpgsqlDataSource database) : IFunnelQueries
{
    public Task<IReadOnlyList<FunnelRow>> OfTenant(
        TenantId tenant, FunnelPeriod period, FunnelGrouping grouping, CancellationToken cancellationToken) =>
        Read(ColumnOf(grouping), period, tenant, cancellationToken);

    public Task<IReadOnlyList<FunnelRow>> OfAllTenants(FunnelPeriod period, FunnelGrouping grouping, CancellationToken cancellationToken) =>
        Read(ColumnOf(grouping), period, null, cancellationToken);

    public async Task<IReadOnlyList<FunnelRow>> PerTenant(FunnelPeriod period, CancellationToken cancellationToken)
    {
        var rows = await Read("tenant_id", period, null, cancellationToken);
        return [.. rows.Select(row => (Row: row, Tenant: new TenantId(Guid.Parse(row.Key))))
            .Select(of => of.Row with { Key = of.Tenant.ToString(), Tenant = of.Tenant })];
    }

    public async Task<FunnelRow> Totals(FunnelPeriod period, CancellationToken cancellationToken) =>
        (await Read("''", period, null, cancellationToken)) is [var all] ? all : FunnelRow.Empty("");

    private static string ColumnOf(FunnelGrouping grouping) => grouping switch
    {
        FunnelGrouping.Day => "day",
        FunnelGrouping.Method => "method",
        FunnelGrouping.Device => "device",
        FunnelGrouping.Language => "language",
    };

    private async Task<IReadOnlyList<FunnelRow>> Read(
        string key, FunnelPeriod period, TenantId? tenant, CancellationToken cancellationToken)
    {
        // Materialized: the planner expects one group, and would add them up anew for each.
        // A filter that is not asked for is not in the statement, so that the server's plan for any arguments uses the right index.
        var which = $"where {(tenant is null ? "" : "tenant_id = @tenant and ")}day between @from::date and @to::date";
        var rows = await database.Query<Row>(
            $"""
            with steps as (
                select {key}::text as key, sum(created)::bigint as created, sum(opened)::bigint as opened, sum(started)::bigint as started,
                       sum(scanned)::bigint as scanned, sum(connected)::bigint as connected, sum(failed)::bigint as failed
                  from pairing_funnel {which} group by 1 having sum(created) > 0),
            times as (
                select {key}::text as key, seconds, sum(links) as links from pairing_funnel_times {which} group by 1,
                    2 having sum(links) > 0),
            placed as (
                select key, seconds, sum(links) over (partition by key order by seconds) as up_to,
                    sum(links) over (partition by key) as links from times),
            medians as materialized (
                select key, min(seconds) as seconds from placed where up_to * 2 >= links group by key),
            reasons as (
                select {key}::text as key, reason, sum(links)::bigint as links from pairing_funnel_failures {which} group by 1,
                    2 having sum(links) > 0),
            failures as materialized (
                select key, json_agg(json_build_object('reason', reason, 'links', links) order by links desc, reason)::text as failures
                    from reasons group by key)
            select steps.key, created, opened, started, scanned, connected, failed, medians.seconds, failures.failures
              from steps left join medians on medians.key = steps.key left join failures on failures.key = steps.key
             order by steps.key collate "C"
            """,
            new { tenant = tenant?.Value, from = period.From.ToString("O"), to = period.To.ToString("O") }, cancellationToken);
        return [.. rows.Select(row => row.ToFunnelRow())];
    }

    private sealed record Row(
        string Key, long Created, long Opened, long Started, long Scanned, long Connected, long Failed, int? Seconds, string? Failures)
    {
        public FunnelRow ToFunnelRow() => new(
            Key, Created, Opened, Started, Scanned, Connected, Failed, Seconds,
            Failures is null ? [] : JsonSerializer.Deserialize(Failures, StatisticsJson.Default.IReadOnlyListFunnelFailure)!);
    }
}
