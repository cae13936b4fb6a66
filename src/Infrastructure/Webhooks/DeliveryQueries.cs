using Dapper;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>The use case must have checked that the caller may access the endpoint.</summary>
internal sealed class DeliveryQueries(NpgsqlDataSource database) : IDeliveryQueries
{
    public async Task<Page<LoggedAttempt>> Log(
        Caller caller, EndpointId endpoint, string? eventName, PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<AttemptRow>(new CommandDefinition(
            $"""
            select attempt.id, attempt.delivery_id, attempt.event_type, attempt.attempt, attempt.succeeded, attempt.status_code, event.body,
                   coalesce(attempt.response, attempt.problem) as response, attempt.duration_ms, attempt.next_attempt_at, attempt.created_at
              from delivery_attempts attempt
              left join events event on event.id = attempt.event_id and event.tenant_id = attempt.tenant_id
             where attempt.endpoint_id = @endpoint
                 and attempt.tenant_id = @tenant {(eventName is null ? "" : " and attempt.event_type = @eventName")}
               and attempt.created_at <= coalesce(@afterTime::timestamptz, 'infinity')
                   and (@afterId is null or attempt.created_at < @afterTime or attempt.id > @afterId)
             order by attempt.created_at desc, attempt.id
             limit @fetch
            """,
            new { endpoint = endpoint.Value, tenant = caller.Tenant.Value, eventName, page.AfterTime, page.AfterId, page.Fetch },
            cancellationToken: cancellationToken));
        return Page<LoggedAttempt>.Of(rows.AsList(), page, row => new(row.CreatedAt, row.Id), row => row.ToLine());
    }

    // A delivery that was tried stands at its first attempt, of which there is exactly one; one that was not, at its row of the outbox.
    public async Task<Page<EndpointDelivery>> List(
        Caller caller, EndpointId endpoint, PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<DeliveryRow>(new CommandDefinition(
            """
            with listed as (
                (select first.id, first.delivery_id, first.event_id, first.event_type, first.created_at
                   from delivery_attempts first
                  where first.endpoint_id = @endpoint and first.tenant_id = @tenant and first.attempt = 1
                    and first.created_at <= coalesce(@afterTime::timestamptz, 'infinity')
                        and (@afterId is null or first.created_at < @afterTime or first.id > @afterId)
                  order by first.created_at desc, first.id
                  limit @fetch)
                union all
                (select due.id, due.id, due.event_id, event.type, due.created_at
                   from outbox due
                   join events event on event.id = due.event_id and event.tenant_id = due.tenant_id
                  where due.endpoint_id = @endpoint and due.tenant_id = @tenant and due.kind = 'delivery' and due.attempt = 0
                    and due.created_at <= coalesce(@afterTime::timestamptz, 'infinity')
                        and (@afterId is null or due.created_at < @afterTime or due.id > @afterId)
                  order by due.created_at desc, due.id
                  limit @fetch))
            select listed.id, listed.delivery_id, listed.event_id, listed.event_type, listed.created_at,
                   case when due.id is not null then 'Pending' when last.succeeded then 'Success' else 'Failed' end as status,
                   coalesce(last.attempt, 0) as attempts, last.status_code, last.created_at as last_attempt_at, due.run_at as next_attempt_at
              from listed
              left join outbox due on due.id = listed.delivery_id and due.tenant_id = @tenant
              left join lateral (
                   select attempt.attempt, attempt.succeeded, attempt.status_code, attempt.created_at
                     from delivery_attempts attempt
                    where attempt.delivery_id = listed.delivery_id and attempt.tenant_id = @tenant
                    order by attempt.attempt desc
                    limit 1) last on true
             order by listed.created_at desc, listed.id
             limit @fetch
            """,
            new { endpoint = endpoint.Value, tenant = caller.Tenant.Value, page.AfterTime, page.AfterId, page.Fetch },
            cancellationToken: cancellationToken));
        return Page<EndpointDelivery>.Of(rows.AsList(), page, row => new(row.CreatedAt, row.Id), row => row.ToDelivery(endpoint));
    }

    private sealed record AttemptRow(
        Guid Id, Guid DeliveryId, string EventType, int Attempt, bool Succeeded, int? StatusCode, string? Body, string? Response,
        int DurationMs, DateTimeOffset? NextAttemptAt,
        DateTimeOffset CreatedAt)
    {
        public LoggedAttempt ToLine() =>
            new(new(DeliveryId), EventType, Attempt, Succeeded, StatusCode, Body, Response, DurationMs, NextAttemptAt, CreatedAt);
    }

    private sealed record DeliveryRow(
        Guid Id, Guid DeliveryId, Guid EventId, string EventType, DateTimeOffset CreatedAt, DeliveryStatus Status, int Attempts,
        int? StatusCode, DateTimeOffset? LastAttemptAt,
        DateTimeOffset? NextAttemptAt)
    {
        public EndpointDelivery ToDelivery(EndpointId endpoint) => new(
            new(DeliveryId), endpoint, new(EventId), EventType, Status, Attempts, StatusCode, LastAttemptAt, NextAttemptAt, CreatedAt);
    }
}
