using Npgsql;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// Settles many deliveries in one round trip and one transaction. Every statement carries the lease id, so that a worker which lost its
/// lease changes nothing and tells of nothing.
/// </summary>
internal sealed class SettlementRows(NpgsqlDataSource database)
{
    // First and in the order of ids: two batches that share endpoints then wait for each other here instead of dead-locking later.
    private const string Endpoints =
        """
        with told as (
            select told.id, told.succeeded, told.gone from unnest(@endpoints, @succeeded, @gone) told (id, succeeded, gone)),
        locked as (
            select endpoint.id from webhook_endpoints endpoint where endpoint.id = any(@endpoints) order by endpoint.id for no key update)
        update webhook_endpoints endpoint
           set last_triggered = now(),
               failing_since = case when told.succeeded then null else coalesce(endpoint.failing_since, now()) end,
               active = endpoint.active and not told.gone,
               updated_at = case when told.gone and endpoint.active then now() else endpoint.updated_at end
          from told, locked
         where endpoint.id = told.id and locked.id = told.id
        """;

    private const string Rows =
        """
        with settled as (
            select s.id, s.lease_id, s.kind, s.pause, s.attempt_id, s.event_type, s.succeeded, s.status_code, s.response, s.problem, s.duration_ms
              from unnest(@ids, @leases, @kinds, @pauses, @attemptIds, @eventTypes, @succeeded, @statusCodes, @responses, @problems, @durations)
                   s (id, lease_id, kind, pause, attempt_id, event_type, succeeded, status_code, response, problem, duration_ms)),
        kept as (
            update outbox
               set lease_id = null, lease_until = null,
                   run_at = case when settled.kind = 'Rescheduled' then now() + settled.pause else outbox.run_at end,
                   attempt = case when settled.kind = 'Rescheduled' then outbox.attempt + 1 else outbox.attempt end
              from settled
             where outbox.id = settled.id and outbox.lease_id = settled.lease_id and settled.kind in ('Rescheduled', 'GivenBack')
            returning outbox.id, outbox.tenant_id, outbox.endpoint_id, outbox.event_id, outbox.attempt, outbox.run_at as next_attempt_at),
        done as (
            delete from outbox using settled
             where outbox.id = settled.id and outbox.lease_id = settled.lease_id and settled.kind not in ('Rescheduled', 'GivenBack')
            returning outbox.id, outbox.tenant_id, outbox.endpoint_id, outbox.event_id, outbox.attempt + 1 as attempt, null::timestamptz as next_attempt_at)
        insert into delivery_attempts
               (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, status_code, response, problem, duration_ms, next_attempt_at, created_at)
        select settled.attempt_id, owned.tenant_id, owned.id, owned.endpoint_id, owned.event_id, settled.event_type, owned.attempt, settled.succeeded, settled.status_code,
               settled.response, settled.problem, settled.duration_ms, owned.next_attempt_at, now()
          from (select kept.id, kept.tenant_id, kept.endpoint_id, kept.event_id, kept.attempt, kept.next_attempt_at from kept
                 union all
                select done.id, done.tenant_id, done.endpoint_id, done.event_id, done.attempt, done.next_attempt_at from done) owned
          join settled on settled.id = owned.id and settled.attempt_id is not null
          join webhook_endpoints endpoint on endpoint.id = owned.endpoint_id
        """;

    private const string OwedToGone = "delete from outbox where endpoint_id = any(@gone)";

    public async Task Settle(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var told = settlements.Where(settlement => settlement.AttemptId is not null)
            .GroupBy(settlement => settlement.Delivery.EndpointId, (id, group) => (
                Id: id,
                Succeeded: group.Any(settlement => settlement.Outcome!.Verdict == AttemptVerdict.Delivered),
                Gone: group.Any(settlement => settlement.Kind == SettlementKind.EndpointGone)))
            .ToList();
        if (told.Count > 0)
        {
            batch.BatchCommands.Add(new(Endpoints)
            {
                Parameters = { Array("endpoints", told, e => e.Id), Array("succeeded", told, e => e.Succeeded), Array("gone", told, e => e.Gone) },
            });
        }

        batch.BatchCommands.Add(RowsCommand(settlements));
        if (told.Any(endpoint => endpoint.Gone))
            batch.BatchCommands.Add(new(OwedToGone) { Parameters = { Array("gone", [.. told.Where(endpoint => endpoint.Gone)], e => e.Id) } });

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand RowsCommand(IReadOnlyList<Settlement> settlements) => new(Rows)
    {
        Parameters =
        {
            Array("ids", settlements, s => s.Delivery.Id),
            Array("leases", settlements, s => s.Delivery.LeaseId),
            Array("kinds", settlements, s => s.Kind.ToString()),
            Array("pauses", settlements, s => s.Pause),
            Array("attemptIds", settlements, s => s.AttemptId),
            Array("eventTypes", settlements, s => s.Delivery.EventType),
            Array("succeeded", settlements, s => s.Outcome?.Verdict == AttemptVerdict.Delivered),
            Array("statusCodes", settlements, s => s.Outcome?.StatusCode),
            Array("responses", settlements, s => s.Response),
            Array("problems", settlements, s => s.Outcome?.Problem),
            Array("durations", settlements, s => s.DurationMs),
        },
    };

    private static NpgsqlParameter<TTo[]> Array<TFrom, TTo>(string name, IReadOnlyList<TFrom> rows, Func<TFrom, TTo> column) => new(name, [.. rows.Select(column)]);
}
