using Dapper;
using Npgsql;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>Which endpoints have due deliveries, and whose workers are to serve them.</summary>
internal sealed class PendingDeliveries(NpgsqlDataSource database) : IPendingWorkQueries
{
    /// <summary>An endpoint whose recent attempts took this long on average is slow.</summary>
    public const int SlowMs = 2000;

    /// <summary>
    /// Hangfire schedules by whole seconds and starts a job up to one early; what is due so soon needs no job of its own.
    /// </summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    public WorkKind Kind => WorkKind.Deliveries;

    public async Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select endpoint.id, endpoint.tenant_id, endpoint.url, endpoint.failing_since is not null
                or coalesce(endpoint.recent_ms, 0) >= @slow as is_slow,
                   greatest(next.run_at - now(), interval '0') as due_in
              from webhook_endpoints endpoint
              join lateral (
                   select outbox.run_at
                     from outbox
                    where outbox.endpoint_id = endpoint.id and outbox.kind = 'delivery' and outbox.run_at <= now() + @soon
                      and (outbox.lease_until is null or outbox.lease_until <= now())
                    order by outbox.run_at
                    limit 1) next on true
             where endpoint.id = any(@ids)
            """,
            new { ids, slow = SlowMs, soon = Soon }, cancellationToken: cancellationToken));
        return
        [
            .. rows.Select(row =>
                new WorkItem(
                    Kind, row.Id, row.IsSlow ? JobQueues.SlowDeliveries : JobQueues.Deliveries, row.TenantId.ToString(), HostOf(row.Url))
            {
                DueIn = row.DueIn,
            }),
        ];
    }

    // By the index on when rows are due: endpoints whose rows wait for a later retry cost nothing.
    public async Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select distinct endpoint_id
              from outbox
             where kind = 'delivery' and endpoint_id is not null and run_at <= now() - @since
                 and (lease_until is null or lease_until <= now())
            """,
            new { since }, cancellationToken: cancellationToken))).AsList();
    }

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.IdnHost : "an unreadable URL";

    private sealed record Row(Guid Id, Guid TenantId, string Url, bool IsSlow, TimeSpan DueIn);
}
