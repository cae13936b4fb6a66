using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// What is owed to endpoints: rows of the outbox, taken under a lease by the database's clock. A worker that dies gives its rows back
/// by doing nothing; one that comes too late finds another lease on them.
/// </summary>
internal sealed class DeliveryQueue(NpgsqlDataSource database)
{
    /// <summary>Longer than the longest attempt, and what a dead worker costs.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(75);

    // "waiting" hops over the index from endpoint to endpoint: its cost is the number of endpoints that wait, not of rows, so that
    // a dead receiver's backlog slows nobody. An endpoint that fails gets one request at a time until one succeeds, and all that fail
    // share a part of the slots: however many are dead, the others find room.
    private const string ClaimStatement =
        """
        with recursive waiting as (
            (select endpoint_id from outbox where endpoint_id is not null order by endpoint_id limit 1)
            union all
            select (select later.endpoint_id from outbox later where later.endpoint_id > waiting.endpoint_id order by later.endpoint_id limit 1)
              from waiting
             where waiting.endpoint_id is not null),
        room as (
            select waiting.endpoint_id, endpoint.failing_since is not null as failing,
                   (case when endpoint.failing_since is null then @perEndpoint else 1 end) - coalesce(busy.count, 0) as free
              from waiting
              left join webhook_endpoints endpoint on endpoint.id = waiting.endpoint_id
              left join unnest(@busyEndpoints, @busyCounts) busy (endpoint_id, count) on busy.endpoint_id = waiting.endpoint_id
             where waiting.endpoint_id is not null),
        candidate as (
            select due.id, due.run_at, room.failing, row_number() over (partition by room.failing order by due.run_at, due.id) as place
              from room
             cross join lateral (
                select owed.id, owed.run_at
                  from outbox owed
                 where owed.endpoint_id = room.endpoint_id and owed.kind = 'delivery' and owed.run_at <= now() and (owed.lease_until is null or owed.lease_until <= now())
                 order by owed.run_at, owed.id
                 limit greatest(room.free, 0)) due),
        chosen as (
            select candidate.id
              from candidate
             where not candidate.failing or candidate.place <= @failing - (
                   select coalesce(sum(busy.count), 0)
                     from unnest(@busyEndpoints, @busyCounts) busy (endpoint_id, count)
                     join webhook_endpoints endpoint on endpoint.id = busy.endpoint_id and endpoint.failing_since is not null)
             order by candidate.run_at, candidate.id
             limit @most),
        taken as (
            select outbox.id
              from outbox
             where outbox.id = any(array(select chosen.id from chosen)) and (outbox.lease_until is null or outbox.lease_until <= now())
               for update skip locked),
        claimed as (
            update outbox set lease_id = @lease, lease_until = now() + @duration
              from taken
             where outbox.id = taken.id
            returning outbox.id, outbox.lease_id, outbox.tenant_id, outbox.endpoint_id, outbox.event_id, outbox.attempt + 1 as attempt, outbox.payload)
        select claimed.id, claimed.lease_id, claimed.tenant_id, claimed.endpoint_id, claimed.event_id, event.link_id, claimed.attempt, event.type as event_type, event.body, endpoint.url,
               endpoint.secret_envelope,
               case when endpoint.previous_valid_until > now() then endpoint.previous_secret_envelope end as previous_secret_envelope
          from claimed
          left join events event on event.id = claimed.event_id
          left join webhook_endpoints endpoint
            on endpoint.id = claimed.endpoint_id and endpoint.tenant_id = claimed.tenant_id
           and (endpoint.active or coalesce((claimed.payload ->> 'evenInactive')::boolean, false))
        """;

    /// <param name="lease">A fresh id per claim: a row taken twice by one worker has two owners as well.</param>
    /// <param name="failing">Most requests that this worker may have under way to endpoints that fail.</param>
    /// <param name="busy">Requests that this worker has under way, by endpoint.</param>
    public async Task<IReadOnlyList<DueDelivery>> Claim(
        Guid lease, int most, int perEndpoint, int failing, IReadOnlyCollection<KeyValuePair<Guid, int>> busy, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new
        {
            lease,
            most,
            perEndpoint,
            failing,
            duration = Lease,
            busyEndpoints = busy.Select(pair => pair.Key).ToArray(),
            busyCounts = busy.Select(pair => pair.Value).ToArray(),
        };
        return (await connection.QueryAsync<DueDelivery>(new CommandDefinition(ClaimStatement, parameters, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>
    /// Switches off endpoints that failed for five days without one success, over at least twelve hours of real attempts, and drops what
    /// they are owed. May run twice and anywhere.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> DisableFailing(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        const string sql =
            """
            with disabled as (
                update webhook_endpoints endpoint set active = false, updated_at = now()
                 where endpoint.active and endpoint.failing_since <= now() - interval '5 days'
                   and exists (
                       select 1 from delivery_attempts attempt
                        where attempt.endpoint_id = endpoint.id and not attempt.succeeded and attempt.created_at >= endpoint.failing_since + interval '12 hours')
                returning endpoint.id),
            dropped as (
                delete from outbox using disabled where outbox.endpoint_id = disabled.id)
            select disabled.id from disabled
            """;
        return (await connection.QueryAsync<Guid>(new CommandDefinition(sql, cancellationToken: cancellationToken))).AsList();
    }
}
