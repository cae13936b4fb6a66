using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class OpsWebhookQueries(NpgsqlDataSource database) : IOpsWebhookQueries
{
    private const int MostAttempts = 100;

    private const string EndpointColumns =
        """
        select endpoint.id, endpoint.tenant_id, tenant.name as tenant_name, tenant.mode, endpoint.name, endpoint.url,
               array_to_string(endpoint.number_id || endpoint.more_number_ids, ',') as numbers,
               array_to_string(endpoint.events, ', ') as events, endpoint.active, endpoint.failing_since, endpoint.recent_ms, endpoint.last_triggered, endpoint.created_at
          from webhook_endpoints endpoint join tenants tenant on tenant.id = endpoint.tenant_id
        """;

    private const string AttemptColumns =
        """
        select attempt.id, attempt.delivery_id, attempt.event_id, attempt.event_type, attempt.endpoint_id, endpoint.name, attempt.tenant_id,
            attempt.attempt,
               attempt.succeeded, attempt.status_code, coalesce(attempt.response, attempt.problem) as answer, attempt.duration_ms,
               attempt.next_attempt_at, attempt.created_at
          from delivery_attempts attempt join webhook_endpoints endpoint on endpoint.id = attempt.endpoint_id
        """;

    public async Task<Page<OpsEndpoint>> Endpoints(OpsEndpointFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var ofTenant = filter.Tenant is not null;
        var conditions = (ofTenant
            ? " and endpoint.tenant_id = @tenant" : "") + (filter.Active is null ? "" : " and endpoint.active = @active")
            + (filter.FailingOnly ? " and endpoint.failing_since is not null" : "") + Keyset.After(page, ofTenant, "endpoint");
        var rows = await database.Query<EndpointRow>(
            $"{EndpointColumns} where true{conditions} order by {Keyset.Order(ofTenant, "endpoint")} limit {page.Fetch}",
            new { tenant = filter.Tenant?.Value, active = filter.Active, page.AfterTime, page.AfterId }, cancellationToken);
        return Page<OpsEndpoint>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToEndpoint());
    }

    public async Task<OpsEndpoint?> Endpoint(EndpointId id, CancellationToken cancellationToken) =>
        (await database.Find<EndpointRow>($"{EndpointColumns} where endpoint.id = @id", new { id = id.Value },
            cancellationToken))?.ToEndpoint();

    public async Task<Page<OpsDeliveryAttempt>> Attempts(OpsDeliveryFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        // Those of one endpoint are in the order of its index.
        var ofEndpoint = filter.Endpoint is not null;
        var conditions = (ofEndpoint
            ? " and attempt.endpoint_id = @endpoint" : "") + (filter.FailedOnly ? " and not attempt.succeeded" : "")
            + Keyset.After(page, ofEndpoint, "attempt");
        var rows = await database.Query<AttemptRow>(
            $"{AttemptColumns} where true{conditions} order by {Keyset.Order(ofEndpoint, "attempt")} limit {page.Fetch}",
            new { endpoint = filter.Endpoint?.Value, page.AfterTime, page.AfterId }, cancellationToken);
        return Page<OpsDeliveryAttempt>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToAttempt());
    }

    public async Task<OpsDelivery?> Delivery(DeliveryId id, CancellationToken cancellationToken)
    {
        var attempts = await database.Query<AttemptRow>(
            $"{AttemptColumns} where attempt.delivery_id = @id order by attempt.attempt, attempt.id limit {MostAttempts}",
            new { id = id.Value }, cancellationToken);
        var due = await database.Find<DueRow>(
            "select endpoint_id, event_id, run_at from outbox where id = @id and kind = 'delivery'", new { id = id.Value },
            cancellationToken);
        var last = attempts.Count == 0 ? null : attempts[^1];
        if ((due?.EventId ?? last?.EventId) is not { } @event || (due?.EndpointId ?? last?.EndpointId) is not { } endpointId
            || await Endpoint(new(endpointId), cancellationToken) is not { } endpoint)
            return null;

        var happened = await database.Find<EventRow>(
            "select type, body from events where id = @event and tenant_id = @tenant", new { @event, tenant = endpoint.Tenant.Value },
            cancellationToken);
        return new(
            id, new(@event), happened?.Type ?? last?.EventType ?? "", endpoint, happened?.Body, due?.RunAt,
            [.. attempts.Select(row => row.ToAttempt())]);
    }

    private sealed record EndpointRow(
        Guid Id, Guid TenantId, string TenantName, TenantMode Mode, string Name, string Url, string Numbers, string Events, bool Active,
        DateTimeOffset? FailingSince,
        int? RecentMs, DateTimeOffset? LastTriggered, DateTimeOffset CreatedAt)
    {
        public OpsEndpoint ToEndpoint() => new(
            new(Id), new(TenantId), TenantName, Mode,
            [.. Numbers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => new NumberId(Guid.Parse(number)))],
            Name, Url, Events, Active, FailingSince, RecentMs, LastTriggered, CreatedAt);
    }

    private sealed record AttemptRow(
        Guid Id, Guid DeliveryId, Guid EventId, string EventType, Guid EndpointId, string Name, Guid TenantId, int Attempt, bool Succeeded,
        int? StatusCode, string? Answer,
        int DurationMs, DateTimeOffset? NextAttemptAt, DateTimeOffset CreatedAt)
    {
        public OpsDeliveryAttempt ToAttempt() => new(
            Id, new(DeliveryId), new(EventId), EventType, new(EndpointId), Name, new(TenantId), Attempt, Succeeded, StatusCode, Answer,
            DurationMs, NextAttemptAt, CreatedAt);
    }

    private sealed record DueRow(Guid EndpointId, Guid EventId, DateTimeOffset RunAt);

    private sealed record EventRow(string Type, string Body);
}
