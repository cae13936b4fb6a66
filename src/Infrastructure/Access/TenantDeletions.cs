using Npgsql;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Access;

/// <summary>
/// All rows of a tenant, of every module. Each statement deletes a bounded number of them and commits, so that none holds locks for long
/// and an interrupted deletion goes on where it stopped; what refers to others goes before them.
/// </summary>
internal sealed class TenantDeletions(NpgsqlDataSource database) : ITenantDeletions
{
    private const int Batch = 1000;

    private static readonly string[] Steps =
    [
        OfTenant("outbox"),
        // By its endpoints: there is no index by tenant.
        """
        delete from delivery_attempts where id = any(array(
            select attempt.id from delivery_attempts attempt join webhook_endpoints endpoint on endpoint.id = attempt.endpoint_id
             where endpoint.tenant_id = @tenant limit @batch))
        """,
        OfTenant("webhook_endpoints"), OfTenant("message_sends"), OfTenant("templates"),
        """
        with gone as materialized (
            select attempt.id from pairing_attempts attempt join numbers number on number.id = attempt.number_id
             where number.tenant_id = @tenant limit @batch),
        starts as (delete from pairing_starts where attempt_id in (select id from gone))
        delete from pairing_attempts where id in (select id from gone)
        """,
        OfTenant("meta_completions"), OfTenant("meta_credentials"), OfTenant("baileys_sends"), OfTenant("baileys_keys"),
        OfTenant("baileys_sessions"),
        OfTenant("api_key_moves"), OfTenant("api_keys"), OfTenant("events"),
        """
        with gone as materialized (select id from pairing_links where tenant_id = @tenant limit @batch),
        sequences as (delete from event_sequences where subject_id in (select id from gone)),
        changes as (delete from pairing_funnel_changes where link_id in (select id from gone)),
        counted as (delete from pairing_funnel_links where link_id in (select id from gone))
        delete from pairing_links where id in (select id from gone)
        """,
        OfTenant("idempotency_keys"), OfTenant("foreign_logos"), OfTenant("assets"), OfTenant("tenant_branding"),
        OfTenant("pairing_funnel"), OfTenant("pairing_funnel_failures"), OfTenant("pairing_funnel_times"),
    ];

    public async Task<IReadOnlyList<DueDeletion>> Begin(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.Query<(Guid Id, TenantMode Mode, DateTimeOffset Since)>(
            """
            update tenants set deleting_since = coalesce(deleting_since, @now) where delete_at <= @now
            returning id, mode, deleting_since
            """,
            new { now }, cancellationToken);
        return [.. rows.Select(row => new DueDeletion(new(row.Id), row.Mode, row.Since))];
    }

    public async Task<int> OpenSessions(TenantId tenant, CancellationToken cancellationToken) => (await database.Query<int>(
        "select count(*)::int from outbox where kind = 'cleanup' and tenant_id = @tenant", new { tenant = tenant.Value },
        cancellationToken))[0];

    public async Task DeleteRows(TenantId tenant, CancellationToken cancellationToken)
    {
        foreach (var step in Steps)
        {
            while (await database.Execute(step, new { tenant = tenant.Value, batch = Batch }, cancellationToken) > 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        while (await DeleteNumbers(tenant, cancellationToken) > 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The gateways' tables know numbers by the names of their sessions.</summary>
    private async Task<int> DeleteNumbers(TenantId tenant, CancellationToken cancellationToken)
    {
        var ids = await database.Query<Guid>(
            "select id from numbers where tenant_id = @tenant limit @batch", new { tenant = tenant.Value, batch = Batch },
            cancellationToken);
        await database.Execute(
            """
            with sequences as (delete from event_sequences where subject_id = any(@ids)),
            evolution as (delete from evolution_sessions where instance_name = any(@names)),
            messages as (delete from simulator_messages where instance_name = any(@names)),
            simulated as (delete from simulator_sessions where instance_name = any(@names))
            delete from numbers where id = any(@ids)
            """,
            new { ids = ids.ToArray(), names = ids.Select(id => new NumberId(id).InstanceName).ToArray() }, cancellationToken);
        return ids.Count;
    }

    private static string OfTenant(string table) =>
        $"delete from {table} where ctid = any(array(select ctid from {table} where tenant_id = @tenant limit @batch))";
}
