using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Links;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class OpsLinkQueries(NpgsqlDataSource database) : IOpsLinkQueries
{
    private const int MostHistory = 200;

    private const string OfReference = " and link.external_ref = @text";

    private const string OfPhone =
        """
        link.number_id in (
            select number.id from numbers number where number.state <> 'Removed' and number.number = any(@forms)
             union
            select number.id from numbers number where number.state = 'Removed' and number.number = any(@forms)
             union
            select number.id from numbers number where number.connected_number = any(@forms))
        """;

    public async Task<Page<OpsLink>> List(OpsLinkFilter filter, PageRequest page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.Query<LinkRow>(
            Listing(filter, page),
            new
            {
                tenant = filter.Tenant?.Value,
                number = filter.Number?.Value,
                text = filter.Text,
                forms = filter.Phone?.Forms.ToArray(),
                now,
                page.AfterTime,
                page.AfterId,
            },
            cancellationToken);
        return Page<OpsLink>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToLink(now));
    }

    public async Task<OpsLinkHistory> History(PairingLink link, CancellationToken cancellationToken)
    {
        var (id, number) = (link.Id.Value, link.Number?.Value);
        var attempts = await database.Query<AttemptRow>(
            """
            select method, phase, failure_code, sequence, started_at, ended_at from pairing_attempts
             where number_id = @number and link_id = @id order by started_at limit @most
            """,
            new { id, number, most = MostHistory }, cancellationToken);
        // What happened before a link had a number is found by the link.
        var events = await database.Query<EventRow>(
            """
            select id, type, created_at
              from ((select id, type, created_at from events where number_id = @number and link_id = @id order by created_at limit @most)
                    union all
                    (select id, type, created_at from events where number_id is null and link_id = @id order by created_at limit @most)) happened
             order by created_at, id limit @most
            """,
            new { id, number, most = MostHistory }, cancellationToken);
        var deliveries = await database.Query<DeliveryRow>(
            """
            select distinct on (attempt.delivery_id) attempt.delivery_id, attempt.event_id, attempt.event_type, attempt.endpoint_id,
                endpoint.name, attempt.attempt,
                   attempt.succeeded, attempt.status_code, attempt.problem, attempt.created_at
              from delivery_attempts attempt join webhook_endpoints endpoint on endpoint.id = attempt.endpoint_id
             where attempt.event_id = any(@events)
             order by attempt.delivery_id, attempt.attempt desc
             limit @most
            """,
            new { events = events.Select(happened => happened.Id).ToArray(), most = MostHistory }, cancellationToken);
        return new(
            [.. attempts.Select(row => new OpsAttempt(row.Method, row.Phase, row.FailureCode, row.Sequence, row.StartedAt, row.EndedAt))],
            [.. events.Select(row => new OpsEvent(new(row.Id), row.Type, row.CreatedAt))],
            [.. deliveries.Select(row => row.ToDelivery())]);
    }

    // Every way to match is a branch with an index of its own. A page of ids is found first, and joined then. States and limits are written
    // out: for a parameter the planner would expect a tenth of the table.
    private static string Listing(OpsLinkFilter filter, PageRequest page)
    {
        var ofTenant = filter.Tenant is not null;
        var common = (ofTenant ? " and link.tenant_id = @tenant" : "") + (filter.Number is null ? "" : " and link.number_id = @number")
            + Keyset.After(page, ofTenant, "link");
        string[] matches = filter switch
        {
            { Text: null } => [""],
            { Phone: null } => [OfReference],
            _ => [OfReference, $" and {OfPhone}"],
        };
        (string Table, string Condition)[] states = filter.Status is not { } status ? [("pairing_links", "true")] : status switch
        {
            LinkStatus.Active => [("pairing_links", "link.status = 'Active' and link.expires_at > @now")],
            LinkStatus.Expired => [("pairing_links", "link.status = 'Expired'"), ("ended", "true")],
            LinkStatus.Used => [("pairing_links", "link.status = 'Used'")],
            LinkStatus.Revoked => [("pairing_links", "link.status = 'Revoked'")],
        };
        var order = Keyset.Order(ofTenant, "link");
        var branches = from state in states
                       from match in matches
                       let found = $"select link.id, link.created_at from {state.Table} link where {state.Condition}{match}{common}"
                       // What has a reference is found by its index and sorted then; else the planner may read all links in their order.
                       let ordered = match == OfReference && !ofTenant
                           ? $"select link.id, link.created_at from ({found} offset 0) link" : found
                       select $"({ordered} order by {order} limit {page.Fetch})";
        var ended = filter.Status == LinkStatus.Expired
            ? LinkListing.WithEnded("id, created_at, tenant_id, number_id, external_ref") : "";
        return $"""
            {ended}
            select link.id, link.tenant_id, tenant.name as tenant_name, link.number_id, number.name as number_name, number.number,
                link.provider, link.status,
                   link.external_ref, link.created_at, link.expires_at, link.opened_at, link.started_at, link.used_at, link.failure_reason
              from (select link.id, link.created_at from ({string.Join(" union ", branches)}) link order by {order} limit {page.Fetch}) page
              join pairing_links link on link.id = page.id
              join tenants tenant on tenant.id = link.tenant_id
              left join numbers number on number.id = link.number_id
             order by {order}
            """;
    }

    private sealed record LinkRow(
        Guid Id, Guid TenantId, string TenantName, Guid? NumberId, string? NumberName, string? Number, Provider Provider,
        LinkStatus Status, string? ExternalRef,
        DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? OpenedAt, DateTimeOffset? StartedAt, DateTimeOffset? UsedAt,
        string? FailureReason)
    {
        public OpsLink ToLink(DateTimeOffset now) => new(
            new(Id), new(TenantId), TenantName, NumberId is { } number ? new NumberId(number) : null, NumberName,
            Number is null ? null : PhoneNumber.FromStore(Number), Provider,
            Status == LinkStatus.Active && ExpiresAt <= now ? LinkStatus.Expired : Status, ExternalRef, CreatedAt, ExpiresAt, OpenedAt,
            StartedAt, UsedAt, FailureReason);
    }

    private sealed record AttemptRow(
        PairingMethod? Method, PairingPhase Phase, string? FailureCode, int Sequence, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

    private sealed record EventRow(Guid Id, string Type, DateTimeOffset CreatedAt);

    private sealed record DeliveryRow(
        Guid DeliveryId, Guid EventId, string EventType, Guid EndpointId, string Name, int Attempt, bool Succeeded, int? StatusCode,
        string? Problem, DateTimeOffset CreatedAt)
    {
        public OpsEventDelivery ToDelivery() => new(
            new(DeliveryId), new(EventId), EventType, new(EndpointId), Name, Attempt, Succeeded, StatusCode, Problem, CreatedAt);
    }
}
