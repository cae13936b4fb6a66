using Dapper;
using Npgsql;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// Due deliveries of one endpoint: rows of the outbox, claimed under a lease by the database's clock. A process that dies leaves them to
/// the end of the lease; one whose lease ended finds another on the row.
/// </summary>
internal sealed class DeliveryQueue(NpgsqlDataSource database)
{
    public const int MostPerClaim = 64;

    /// <summary>An endpoint that fails gets one request at a time: claiming more would hold rows for long.</summary>
    private const int MostWhileFailing = 8;

    private const string ClaimStatement =
        """
        with endpoint as (
            select endpoint.id, endpoint.tenant_id, endpoint.url, endpoint.active, endpoint.failing_since is not null as failing,
                   endpoint.failing_since is not null or coalesce(endpoint.recent_ms, 0) >= @slow as bulkhead, endpoint.secret_envelope,
                   case when endpoint.previous_valid_until > now() then endpoint.previous_secret_envelope end as previous_secret_envelope
              from webhook_endpoints endpoint
             where endpoint.id = @endpoint),
        taken as (
            select outbox.id
              from outbox
             where outbox.endpoint_id = @endpoint and outbox.kind = 'delivery' and (outbox.run_at <= now() or @evenEarly)
               and (outbox.lease_until is null or outbox.lease_until <= now())
             order by outbox.run_at, outbox.id
             limit coalesce((select case when endpoint.bulkhead and not @isBulkhead then 0
             when endpoint.failing then @mostWhileFailing else @most end from endpoint), @most)
               for update skip locked),
        claimed as (
            update outbox set lease_id = @lease, lease_until = now() + @duration
              from taken
             where outbox.id = taken.id
            returning outbox.id, outbox.lease_id, outbox.tenant_id, outbox.endpoint_id, outbox.event_id, outbox.attempt + 1 as attempt,
                outbox.payload)
        select claimed.id, claimed.lease_id, claimed.tenant_id, claimed.endpoint_id, claimed.event_id, event.link_id, claimed.attempt,
            event.type as event_type, event.body, endpoint.url,
               endpoint.secret_envelope, endpoint.previous_secret_envelope, coalesce(endpoint.failing, false) as is_failing
          from claimed
          left join events event on event.id = claimed.event_id
          left join endpoint
            on endpoint.tenant_id = claimed.tenant_id
                and (endpoint.active or coalesce((claimed.payload ->> 'evenInactive')::boolean, false))
        """;

    /// <param name="lease">A fresh id per job: a row claimed twice has two owners as well.</param>
    /// <param name="isBulkhead">Whether endpoints that fail or are slow may be served; else nothing of theirs is claimed.</param>
    /// <param name="evenEarly">Retries that are not due yet, too.</param>
    public async Task<IReadOnlyList<DueDelivery>> Claim(
        Guid endpoint, Guid lease, bool isBulkhead, bool evenEarly, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new
        {
            endpoint,
            lease,
            isBulkhead,
            evenEarly,
            most = (long)MostPerClaim,
            mostWhileFailing = (long)MostWhileFailing,
            slow = PendingDeliveries.SlowMs,
            duration = OutboxLease.Length,
        };
        return (await connection.QueryAsync<DueDelivery>(
            new CommandDefinition(ClaimStatement, parameters, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>How long until a row of the endpoint is due that nobody has claimed; zero when one is, null when there is none.</summary>
    public async Task<TimeSpan?> NextDue(Guid endpoint, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<TimeSpan?>(new CommandDefinition(
            """
            select case when min(run_at) is not null then greatest(min(run_at) - now(), interval '0') end
              from outbox
             where endpoint_id = @endpoint and kind = 'delivery' and (lease_until is null or lease_until <= now())
            """,
            new { endpoint }, cancellationToken: cancellationToken));
    }

    // Rows that a replay or a result holds are left out: waiting for them could deadlock, and they are extended the next time.
    public async Task Extend(Guid endpoint, Guid lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox set lease_until = now() + @duration
             where id = any(array(select id from outbox where endpoint_id = @endpoint and kind = 'delivery'
                 and lease_id = @lease for update skip locked))
            """,
            new { endpoint, lease, duration = OutboxLease.Length }, cancellationToken: cancellationToken));
    }
}
