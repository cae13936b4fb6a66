using System.Text.Json;
using Npgsql;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain.Access;

namespace PilotPairing.Infrastructure.Statistics;

internal sealed class FunnelQueries(NpgsqlDataSource database) : IFunnelQueries
{
    /// <summary>Of all tenants together, in one group.</summary>
    private static readonly Sums Everything = new("_of_all", "''", "dimension = 'all'", " and key = ''");

    public async Task<IReadOnlyList<FunnelRow>> OfTenant(
        TenantId tenant, FunnelPeriod period, FunnelGrouping grouping, CancellationToken cancellationToken)
    {
        var column = grouping switch
        {
            FunnelGrouping.Day => "day",
            FunnelGrouping.Method => "method",
            FunnelGrouping.Device => "device",
            FunnelGrouping.Language => "language",
        };
        return (await Read(new("", column, "tenant_id = @tenant", ""), period, tenant, null, cancellationToken)).Rows;
    }

    public Task<FunnelGroups> OfAllTenants(
        FunnelPeriod period, FunnelGrouping grouping, int atMost, CancellationToken cancellationToken)
    {
        var sums = grouping switch
        {
            FunnelGrouping.Day => Everything with { Key = "day" },
            FunnelGrouping.Method => Sums.By("method"),
            FunnelGrouping.Device => Sums.By("device"),
            FunnelGrouping.Language => Sums.By("language"),
        };
        return Read(sums, period, null, atMost, cancellationToken);
    }

    public async Task<FunnelGroups> PerTenant(FunnelPeriod period, int atMost, CancellationToken cancellationToken)
    {
        var groups = await Read(Sums.By("tenant"), period, null, atMost, cancellationToken);
        return groups with
        {
            Rows = [.. groups.Rows.Select(row => (Row: row, Tenant: new TenantId(Guid.Parse(row.Key))))
                .Select(of => of.Row with { Key = of.Tenant.ToString(), Tenant = of.Tenant })],
        };
    }

    public async Task<FunnelRow> Totals(FunnelPeriod period, CancellationToken cancellationToken) =>
        (await Read(Everything, period, null, null, cancellationToken)).Rows is [var all] ? all : FunnelRow.Empty("");

    private async Task<FunnelGroups> Read(
        Sums sums, FunnelPeriod period, TenantId? tenant, int? atMost, CancellationToken cancellationToken)
    {
        var (suffix, key, of, ofGroups) = sums;
        // Materialized: the planner expects one group, and would add them up anew for each.
        // A filter that is not asked for is not in the statement, so that the server's plan for any arguments uses the right index.
        var largest = atMost is null ? "" : $" order by created desc, ({key}::text) collate \"C\" limit @atMost";
        var which = $"where {of} and day between @from::date and @to::date";
        var rows = await database.Query<Row>(
            $"""
            with steps as materialized (
                select {key}::text as key, sum(created)::bigint as created, sum(opened)::bigint as opened, sum(started)::bigint as started,
                       sum(scanned)::bigint as scanned, sum(connected)::bigint as connected, sum(failed)::bigint as failed,
                       (count(*) over ())::int as groups
                  from pairing_funnel{suffix} {which} group by 1 having sum(created) > 0{largest}),
            times as (
                select {key}::text as key, seconds, sum(links) as links from pairing_funnel_times{suffix} {which}{ofGroups} group by 1,
                    2 having sum(links) > 0),
            placed as (
                select key, seconds, sum(links) over (partition by key order by seconds) as up_to,
                    sum(links) over (partition by key) as links from times),
            medians as materialized (
                select key, min(seconds) as seconds from placed where up_to * 2 >= links group by key),
            reasons as (
                select {key}::text as key, reason, sum(links)::bigint as links from pairing_funnel_failures{suffix} {which}{ofGroups}
                 group by 1, 2 having sum(links) > 0),
            failures as materialized (
                select key, json_agg(json_build_object('reason', reason, 'links', links) order by links desc, reason)::text as failures
                    from reasons group by key)
            select steps.key, created, opened, started, scanned, connected, failed, groups, medians.seconds, failures.failures
              from steps left join medians on medians.key = steps.key left join failures on failures.key = steps.key
             order by {(atMost is null ? "" : "created desc, ")}steps.key collate "C"
            """,
            new { tenant = tenant?.Value, from = period.From.ToString("O"), to = period.To.ToString("O"), atMost }, cancellationToken);
        return new([.. rows.Select(row => row.ToFunnelRow())], rows is [] ? 0 : rows[0].Groups);
    }

    /// <summary>Which sums are read.</summary>
    /// <param name="Suffix">Of their tables.</param>
    /// <param name="Key">What the groups are by.</param>
    /// <param name="Of">Which rows of these tables.</param>
    /// <param name="OfGroups">The same for the tables of failures and times, of the groups that are shown; begins with <c>and</c>.</param>
    private sealed record Sums(string Suffix, string Key, string Of, string OfGroups)
    {
        public static Sums By(string dimension) =>
            new("_of_all", "key", $"dimension = '{dimension}'", " and key = any(array(select key from steps))");
    }

    private sealed record Row(
        string Key, long Created, long Opened, long Started, long Scanned, long Connected, long Failed, int Groups, int? Seconds,
        string? Failures)
    {
        public FunnelRow ToFunnelRow() => new(
            Key, Created, Opened, Started, Scanned, Connected, Failed, Seconds,
            Failures is null ? [] : JsonSerializer.Deserialize(Failures, StatisticsJson.Default.IReadOnlyListFunnelFailure)!);
    }
}
