using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Ops;

/// <summary>Which numbers of all tenants; what is null filters nothing. Removed ones are listed only where they are asked for.</summary>
public sealed record OpsNumberFilter
{
    public InstanceState? State { get; init; }

    public TenantId? Tenant { get; init; }

    /// <summary>An external reference as it was given, or else the phone of <see cref="Phone"/>.</summary>
    public string? Text { get; init; }

    public PhoneNumber? Phone { get; init; }
}

public sealed record OpsNumber(
    NumberId Id, TenantId Tenant, string TenantName, TenantMode Mode, string Name, PhoneNumber Phone, PhoneNumber? ConnectedPhone,
    Provider Provider, InstanceState State,
    string? ExternalRef, string? LossReason, DateTimeOffset? LostAt, DateTimeOffset? ConnectedAt, DateTimeOffset? CheckedAt,
    DateTimeOffset? MissedAt,
    DateTimeOffset CreatedAt);

/// <summary>What Meta says of a number of the official API.</summary>
public sealed record OpsMetaHealth(
    string? Status, string? QualityRating, string? MessagingLimitTier, DateTimeOffset? TokenEndsAt, DateTimeOffset AskedAt);

/// <summary>The numbers of all tenants, newest first, for the operations pages.</summary>
public interface IOpsNumberQueries
{
    Task<Page<OpsNumber>> List(OpsNumberFilter filter, PageRequest page, CancellationToken cancellationToken);

    Task<OpsNumber?> Find(NumberId id, CancellationToken cancellationToken);

    /// <summary>Null for numbers that a phone pairs.</summary>
    Task<OpsMetaHealth?> MetaHealth(NumberId id, CancellationToken cancellationToken);
}
