using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// With properties: the driver reports no element type of an array column, which a constructor's parameter would have to match.
/// </summary>
internal sealed record EndpointRow
{
    public Guid Id { get; init; }

    public Guid TenantId { get; init; }

    public Guid? NumberId { get; init; }

    public Guid[] MoreNumberIds { get; init; } = [];

    public string Name { get; init; } = "";

    public string Url { get; init; } = "";

    public string[] Events { get; init; } = [];

    public bool Active { get; init; }

    public DateTimeOffset? LastTriggered { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public WebhookEndpoint ToEndpoint() => new(
        new(Id), new(TenantId), NumberId is { } first ? [new(first), .. MoreNumberIds.Select(more => new NumberId(more))] : [],
        Name, Url, Events, Active, LastTriggered, CreatedAt, UpdatedAt);
}
