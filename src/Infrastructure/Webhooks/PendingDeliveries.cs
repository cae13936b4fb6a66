using Dapper;
using Npgsql;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>Which endpoints have due deliveries, and whose workers are to serve them.</summary>
internal sealed class PendingDeliveries(NpgsqlDataSource database) : IPendingWorkQueries
{
    /// <summary>An endpoint whose recent attempts took this long on average is slow.</summary>
    public const int SlowMs = 2000;

    public WorkKind Kind => WorkKind.Deliveries;

    public async Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select endpoint.id, endpoint.tenant_id, endpoint.url, endpoint.failing_since is not null or coalesce(endpoint.recent_ms, 0) >= @slow as is_slow
              from webhook_endpoints endpoint
             where endpoint.id = any(@ids) and exists (
                   select from outbox
                    where outbox.endpoint_id = endpoint.id and outbox.kind = 'delivery' and outbox.run_at <= now()
                      and (outbox.lease_until is null or outbox.lease_until <= now()))
            """,
            new { ids, slow = SlowMs }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new WorkItem(Kind, row.Id, row.IsSlow ? JobQueues.SlowDeliveries : JobQueues.Deliveries, row.TenantId.ToString(), HostOf(row.Url)))];
    }

    // By the index on when rows are due: endpoints whose rows wait for a later retry cost nothing.
    public async Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select distinct endpoint_id
              from outbox
             where kind = 'delivery' and endpoint_id is not null and run_at <= now() - @since and (lease_until is null or lease_until <= now())
            """,
            new { since }, cancellationToken: cancellationToken))).AsList();
    }

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.IdnHost : "an unreadable URL";

    private sealed record Row(Guid Id, Guid TenantId, string Url, bool IsSlow);
}
