using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Where events of a tenant, or of some of its numbers, are delivered.</summary>
/// <param name="Numbers">None of them subscribes to the whole tenant.</param>
public sealed record WebhookEndpoint(
    EndpointId Id, TenantId Tenant, IReadOnlyList<NumberId> Numbers, string Name, string Url, IReadOnlyList<string> Events, bool Active,
    DateTimeOffset? LastTriggered,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public bool IsOfTenant => Numbers.Count == 0;

    public NumberId? OnlyNumber => Numbers is [var only] ? only : null;
}

/// <summary>What is null stays as it is.</summary>
public sealed record EndpointChange(string? Name, string? Url, IReadOnlyList<string>? Events, bool? Active);

/// <param name="PreviousValidUntil">Until then the secret before this one signs along; null when none does.</param>
public sealed record EndpointSecret(WebhookSecret Secret, DateTimeOffset? PreviousValidUntil);

/// <param name="PerTenant">Webhooks that one tenant may have.</param>
public sealed record WebhookLimit(int PerTenant);

/// <summary>The writes of an endpoint. What the caller does not reach is not there: null or false.</summary>
public interface IEndpoints
{
    /// <returns>False when the tenant has as many as it may have; those of one tenant are added one after the other.</returns>
    Task<bool> Add(WebhookEndpoint endpoint, WebhookSecret secret, WebhookLimit limit);

    /// <summary>Switching it off drops its pending deliveries; switching it on, or giving it another URL, resets its failures.</summary>
    Task<WebhookEndpoint?> Change(Caller caller, EndpointId id, EndpointChange change, DateTimeOffset now);

    /// <summary>Deletes its log and its pending deliveries too.</summary>
    Task<bool> Remove(Caller caller, EndpointId id);

    /// <summary>The present secret becomes the previous one; the one before that, if it still signed along, ends.</summary>
    Task<bool> Rotate(Caller caller, EndpointId id, WebhookSecret secret, DateTimeOffset previousValidUntil, DateTimeOffset now);

    /// <summary>
    /// Deactivates the endpoints of a removed number, after their pending deliveries; one of several numbers goes on with the others.
    /// </summary>
    void CloseAll(TenantId tenant, NumberId number, DateTimeOffset now);
}

/// <summary>A number key sees the endpoints of its own number alone, a tenant key those of its tenant.</summary>
public interface IEndpointQueries
{
    Task<WebhookEndpoint?> Find(Caller caller, EndpointId id, CancellationToken cancellationToken);

    Task<Page<WebhookEndpoint>> List(Caller caller, PageRequest page, CancellationToken cancellationToken);

    Task<EndpointSecret?> Secret(Caller caller, EndpointId id, DateTimeOffset now, CancellationToken cancellationToken);
}
