using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Ops;

/// <param name="SuspendedAt">Null while it works.</param>
/// <param name="DeleteAt">When it is deleted with all its data; null where that is not wanted.</param>
/// <param name="DeletingSince">Since when it is being deleted; null while it can be kept.</param>
public sealed record OpsTenant(
    TenantId Id, string Name, TenantMode Mode, string Gateway, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt,
    DateTimeOffset? DeleteAt, DateTimeOffset? DeletingSince);

/// <param name="EndsAt">When it stops, or stopped, to work; null while nobody ended it.</param>
public sealed record OpsKey(
    KeyId Id, string Prefix, string Last4, KeyScope Scope, NumberId? Number, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
    DateTimeOffset? EndsAt);

/// <summary>Tenants and their keys for the operations pages, newest first.</summary>
public interface IOpsTenantQueries
{
    /// <param name="name">The beginning of its name; null filters nothing.</param>
    Task<Page<OpsTenant>> List(string? name, PageRequest page, CancellationToken cancellationToken);

    Task<OpsTenant?> Find(TenantId id, CancellationToken cancellationToken);

    /// <summary>Without those that do not exist.</summary>
    Task<IReadOnlyDictionary<TenantId, string>> Names(IReadOnlyList<TenantId> ids, CancellationToken cancellationToken);

    Task<bool> HasKey(TenantId tenant, KeyId key, CancellationToken cancellationToken);

    Task<Page<OpsKey>> Keys(TenantId tenant, PageRequest page, CancellationToken cancellationToken);
}
