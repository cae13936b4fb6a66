using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Ops;

/// <summary>Which endpoints of all tenants; what is null filters nothing.</summary>
public sealed record OpsEndpointFilter(TenantId? Tenant, bool? Active, bool FailingOnly);

public sealed record OpsEndpoint(
    EndpointId Id, TenantId Tenant, string TenantName, TenantMode Mode, IReadOnlyList<NumberId> Numbers, string Name, string Url,
    string Events, bool Active,
    DateTimeOffset? FailingSince, int? RecentMs, DateTimeOffset? LastTriggered, DateTimeOffset CreatedAt);

/// <summary>Which attempts of all tenants; what is null filters nothing.</summary>
public sealed record OpsDeliveryFilter(EndpointId? Endpoint, bool FailedOnly);

/// <summary>One attempt at a delivery.</summary>
/// <param name="Answer">The beginning of what the receiver answered, or why there was no answer. The receiver wrote it.</param>
public sealed record OpsDeliveryAttempt(
    Guid Id, DeliveryId Delivery, EventId Event, string EventType, EndpointId Endpoint, string EndpointName, TenantId Tenant, int Attempt,
    bool Succeeded, int? StatusCode,
    string? Answer, int DurationMs, DateTimeOffset? NextAttemptAt, DateTimeOffset CreatedAt);

/// <summary>A delivery with all its attempts, oldest first.</summary>
/// <param name="DueAt">Null when it is no longer due.</param>
/// <param name="Payload">As it is signed and sent; null once the event is past its retention.</param>
public sealed record OpsDelivery(
    DeliveryId Id, EventId Event, string EventType, OpsEndpoint Endpoint, string? Payload, DateTimeOffset? DueAt,
    IReadOnlyList<OpsDeliveryAttempt> Attempts);

/// <summary>Endpoints and deliveries of all tenants, newest first, for the operations pages.</summary>
public interface IOpsWebhookQueries
{
    Task<Page<OpsEndpoint>> Endpoints(OpsEndpointFilter filter, PageRequest page, CancellationToken cancellationToken);

    Task<OpsEndpoint?> Endpoint(EndpointId id, CancellationToken cancellationToken);

    Task<Page<OpsDeliveryAttempt>> Attempts(OpsDeliveryFilter filter, PageRequest page, CancellationToken cancellationToken);

    Task<OpsDelivery?> Delivery(DeliveryId id, CancellationToken cancellationToken);
}
