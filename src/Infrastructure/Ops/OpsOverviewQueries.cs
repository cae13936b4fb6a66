using Npgsql;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Links;

namespace PilotPairing.Infrastructure.Ops;

/// <summary>Ids are by time: where a moment begins is where its ids begin.</summary>
internal sealed class OpsOverviewQueries(NpgsqlDataSource database) : IOpsOverviewQueries
{
    private const int MostAttempts = 20_000;
    private const int MostFailures = 5_000;

    public async Task<IReadOnlyList<OpsLinkCount>> Links(DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.Query<CountRow>(
            string.Join(" union all ", Enum.GetValues<LinkStatus>().Select(status =>
                $"select '{status}' as status, (select count(*)::int from (select 1 from pairing_links link where link.status = '{status}' and link.id >= @since limit {OpsLinkCount.Most}) counted) as links")),
            new { since = Guid.CreateVersion7(since) }, cancellationToken);
        // Those that ended since the job that marks them last ran; those of earlier links are few, too.
        var ended = (await database.Query<int>(
            """
            select count(*)::int from (
                select 1 from pairing_links link where link.status = 'Active' and link.expires_at <= @now
                    and link.id >= @since order by link.expires_at limit @most) counted
            """,
            new { since = Guid.CreateVersion7(since), now, most = OpsLinkCount.Most }, cancellationToken))[0];
        return
        [
            .. rows.Select(row => new OpsLinkCount(row.Status, row.Status switch
            {
                LinkStatus.Active => Math.Max(0, row.Links - ended),
                LinkStatus.Expired => Math.Min(OpsLinkCount.Most, row.Links + ended),
                LinkStatus.Used or LinkStatus.Revoked => row.Links,
            })),
        ];
    }

    public async Task<OpsDeliveryRate> Deliveries(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var minutes = await database.Query<OpsMinute>(
            $"""
            select date_trunc('minute', recent.created_at) as minute, (count(*) filter (where recent.succeeded))::int as delivered,
                   (count(*) filter (where not recent.succeeded))::int as failed
              from (select attempt.created_at, attempt.succeeded from delivery_attempts attempt where attempt.id >= @since
                  order by attempt.id desc limit {MostAttempts}) recent
             group by 1
            """,
            new { since = Guid.CreateVersion7(since) }, cancellationToken);
        // Ordered here: the planner would sort all attempts to group them.
        return new([.. minutes.OrderBy(minute => minute.Minute)], minutes.Sum(minute => minute.Delivered + minute.Failed) >= MostAttempts);
    }

    public async Task<IReadOnlyList<OpsFailingEndpoint>> Failing(DateTimeOffset since, int atMost, CancellationToken cancellationToken)
    {
        var rows = await database.Query<FailingRow>(
            $"""
            select endpoint.id, endpoint.name, endpoint.tenant_id, tenant.name as tenant_name, failed.failures, failed.last
              from (select recent.endpoint_id, count(*)::int as failures, max(recent.created_at) as last
                      from (select attempt.endpoint_id, attempt.created_at from delivery_attempts attempt
                             where not attempt.succeeded and attempt.id >= @since order by attempt.id desc limit {MostFailures}) recent
                     group by recent.endpoint_id) failed
              join webhook_endpoints endpoint on endpoint.id = failed.endpoint_id
              join tenants tenant on tenant.id = endpoint.tenant_id
             order by failed.failures desc, endpoint.id
             limit @atMost
            """,
            new { since = Guid.CreateVersion7(since), atMost }, cancellationToken);
        return [.. rows.Select(row =>
            new OpsFailingEndpoint(new(row.Id), row.Name, new(row.TenantId), row.TenantName, row.Failures, row.Last))];
    }

    public async Task<IReadOnlyList<OpsOutstanding>> Outstanding(CancellationToken cancellationToken) =>
        await database.Query<OpsOutstanding>(
        """
        select 'deliveries' as kind,
               (select count(*)::int from (select 1 from outbox where endpoint_id is not null and run_at <= now() limit @most) due) as count,
               (select min(oldest.run_at) from (select run_at from outbox where endpoint_id is not null order by run_at limit 1) oldest where oldest.run_at <= now()) as oldest_due
         union all
        select 'messages and cleanups',
               (select count(*)::int from (select 1 from outbox where endpoint_id is null and run_at <= now() limit @most) due),
               (select min(oldest.run_at) from (select run_at from outbox where endpoint_id is null order by run_at limit 1) oldest where oldest.run_at <= now())
        """,
        new { most = OpsOutstanding.Most }, cancellationToken);

    private sealed record CountRow(LinkStatus Status, int Links);

    private sealed record FailingRow(Guid Id, string Name, Guid TenantId, string TenantName, int Failures, DateTimeOffset Last);
}
