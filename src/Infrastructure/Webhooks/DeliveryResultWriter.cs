using Npgsql;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// Writes many results of one endpoint in one round trip and one transaction. Every row carries the lease id, so that a job which lost
/// its lease changes nothing and logs nothing.
/// </summary>
internal sealed class DeliveryResultWriter(NpgsqlDataSource database)
{
    // First: every writer of an endpoint's outbox rows locks the endpoint's row, so that none of them can deadlock.
    private const string Endpoint =
        """
        update webhook_endpoints
           set last_triggered = now(),
               failing_since = case when @succeeded then null else coalesce(failing_since, now()) end,
               recent_ms = (3 * coalesce(recent_ms, @recentMs) + @recentMs) / 4,
               active = active and not @gone,
               updated_at = case when @gone and active then now() else updated_at end
         where id = @endpoint
        """;

    private const string Lock = "select id from webhook_endpoints where id = @endpoint for no key update";

    private const string Rows =
        """
        with result as (
            select s.id, s.lease_id, s.kind, s.pause, s.attempt_id, s.event_type, s.succeeded, s.status_code, s.response, s.problem,
                s.duration_ms
              from unnest(@ids, @leases, @kinds, @pauses, @attemptIds, @eventTypes, @succeeded, @statusCodes, @responses, @problems,
                  @durations)
                   s (id, lease_id, kind, pause, attempt_id, event_type, succeeded, status_code, response, problem, duration_ms)),
        kept as (
            update outbox
               set lease_id = null, lease_until = null,
                   run_at = coalesce(now() + result.pause, outbox.run_at),
                   attempt = case when result.kind = 'Rescheduled' then outbox.attempt + 1 else outbox.attempt end
              from result
             where outbox.id = result.id and outbox.lease_id = result.lease_id and result.kind in ('Rescheduled', 'Released')
            returning outbox.id, outbox.tenant_id, outbox.endpoint_id, outbox.event_id, outbox.attempt, outbox.run_at as next_attempt_at),
        done as (
            delete from outbox using result
             where outbox.id = result.id and outbox.lease_id = result.lease_id and result.kind not in ('Rescheduled', 'Released')
            returning outbox.id, outbox.tenant_id, outbox.endpoint_id, outbox.event_id, outbox.attempt + 1 as attempt,
                null::timestamptz as next_attempt_at)
        insert into delivery_attempts
               (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, status_code, response, problem,
               duration_ms, next_attempt_at, created_at)
        select result.attempt_id, owned.tenant_id, owned.id, owned.endpoint_id, owned.event_id, result.event_type, owned.attempt,
            result.succeeded, result.status_code,
               result.response, result.problem, result.duration_ms, owned.next_attempt_at, now()
          from (select kept.id, kept.tenant_id, kept.endpoint_id, kept.event_id, kept.attempt, kept.next_attempt_at from kept
                 union all
                select done.id, done.tenant_id, done.endpoint_id, done.event_id, done.attempt, done.next_attempt_at from done) owned
          join result on result.id = owned.id and result.attempt_id is not null
          join webhook_endpoints endpoint on endpoint.id = owned.endpoint_id
        """;

    private const string DueToGone = "delete from outbox where endpoint_id = @endpoint";

    /// <param name="results">All of one endpoint.</param>
    public async Task Write(IReadOnlyList<DeliveryResult> results, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var endpoint = results[0].Delivery.EndpointId;
        var attempts = results.Where(result => result.AttemptId is not null).ToList();
        var isGone = attempts.Exists(result => result.Kind == DeliveryResultKind.EndpointGone);
        if (attempts.Count == 0)
        {
            batch.BatchCommands.Add(new(Lock) { Parameters = { new("endpoint", endpoint) } });
        }
        else
        {
            batch.BatchCommands.Add(new(Endpoint)
            {
                Parameters =
                {
                    new("endpoint", endpoint), new("succeeded", attempts.Exists(result => !result.IsFailure)), new("gone", isGone),
                    new("recentMs", (int)attempts.Average(result => result.DurationMs)),
                },
            });
        }

        batch.BatchCommands.Add(RowsCommand(results));
        if (isGone)
            batch.BatchCommands.Add(new(DueToGone) { Parameters = { new("endpoint", endpoint) } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand RowsCommand(IReadOnlyList<DeliveryResult> results) => new(Rows)
    {
        Parameters =
        {
            Array("ids", results, r => r.Delivery.Id),
            Array("leases", results, r => r.Delivery.LeaseId),
            Array("kinds", results, r => r.Kind.ToString()),
            Array("pauses", results, r => r.Pause),
            Array("attemptIds", results, r => r.AttemptId),
            Array("eventTypes", results, r => r.Delivery.EventType),
            Array("succeeded", results, r => r.Outcome?.Verdict == AttemptVerdict.Delivered),
            Array("statusCodes", results, r => r.Outcome?.StatusCode),
            Array("responses", results, r => r.Response),
            Array("problems", results, r => r.Outcome?.Problem),
            Array("durations", results, r => r.DurationMs),
        },
    };

    private static NpgsqlParameter<TTo[]> Array<TFrom, TTo>(string name, IReadOnlyList<TFrom> rows, Func<TFrom, TTo> column) =>
        new(name, [.. rows.Select(column)]);
}
