using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Ops;

/// <summary>Which links of all tenants; what is null filters nothing.</summary>
public sealed record OpsLinkFilter
{
    public LinkStatus? Status { get; init; }

    public TenantId? Tenant { get; init; }

    public NumberId? Number { get; init; }

    /// <summary>An external reference as it was given, or else the phone of <see cref="Phone"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Also found by its other forms, and by the phone that connected instead.</summary>
    public PhoneNumber? Phone { get; init; }
}

/// <param name="Status">By the clock.</param>
public sealed record OpsLink(
    LinkId Id, TenantId Tenant, string TenantName, NumberId? Number, string? NumberName, PhoneNumber? Phone, Provider Provider,
    LinkStatus Status, string? ExternalRef,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? OpenedAt, DateTimeOffset? StartedAt, DateTimeOffset? UsedAt,
    string? FailureReason);

public sealed record OpsAttempt(
    PairingMethod? Method, PairingPhase Phase, string? FailureCode, int Sequence, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

public sealed record OpsEvent(EventId Id, string Type, DateTimeOffset CreatedAt);

/// <summary>One delivery of an event, by its last attempt.</summary>
public sealed record OpsEventDelivery(
    DeliveryId Id, EventId Event, string EventType, EndpointId Endpoint, string EndpointName, int Attempt, bool Succeeded, int? StatusCode,
    string? Problem, DateTimeOffset CreatedAt);

/// <summary>What became of a link beside what its own row says, oldest first.</summary>
public sealed record OpsLinkHistory(
    IReadOnlyList<OpsAttempt> Attempts, IReadOnlyList<OpsEvent> Events, IReadOnlyList<OpsEventDelivery> Deliveries);

/// <summary>The links of all tenants, newest first, for the operations pages.</summary>
public interface IOpsLinkQueries
{
    Task<Page<OpsLink>> List(OpsLinkFilter filter, PageRequest page, DateTimeOffset now, CancellationToken cancellationToken);

    Task<OpsLinkHistory> History(PairingLink link, CancellationToken cancellationToken);
}
