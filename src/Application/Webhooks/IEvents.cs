using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Something that happened to a number. The row and one delivery per subscribed endpoint commit with the change itself.</summary>
public sealed record NumberEvent(EventId Id, string Type, Instance Instance, DateTimeOffset At)
{
    public LinkId? Link { get; init; }

    public DisconnectReason? Reason { get; init; }

    /// <summary>For a mismatch: the phone that scanned instead.</summary>
    public PhoneNumber? Scanned { get; init; }

    public static NumberEvent Of(string type, Instance instance, DateTimeOffset now) => new(EventId.New(now), type, instance, now);
}

public sealed record LinkEvent(EventId Id, string Type, PairingLink Link, LinkStatus Status, PairingPhase Phase, DateTimeOffset At)
{
    public string? Reason { get; init; }

    public static LinkEvent Of(string type, PairingLink link, LinkStatus status, PairingPhase phase, DateTimeOffset now) => new(EventId.New(now), type, link, status, phase, now);
}

public interface IEvents
{
    void Add(NumberEvent happened);

    void Add(LinkEvent happened);
}

public interface IEndpoints
{
    void Add(WebhookEndpoint endpoint, WebhookSecret secret);

    /// <summary>Deactivates the endpoints of a number that is removed, after what they are already owed.</summary>
    void CloseAll(NumberId number, DateTimeOffset now);
}

/// <summary>Where events of a tenant, or of one of its numbers, are delivered.</summary>
public sealed record WebhookEndpoint(
    EndpointId Id, TenantId Tenant, NumberId? Number, string Name, string Url, IReadOnlyList<string> Events, bool Active, DateTimeOffset? LastTriggered,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
