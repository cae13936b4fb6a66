using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Access;

/// <param name="Gateway">The name of the gateway its live numbers pair through; fixed when the tenant is made.</param>
public sealed record Tenant(TenantId Id, string Name, TenantMode Mode, string Gateway)
{
    public const string Simulator = "simulator";

    /// <summary>Follows the setting <c>Gateways:Default</c>.</summary>
    public const string DefaultGateway = "default";
}

/// <summary>A key as it is stored; the key itself is shown once, when it is drawn.</summary>
public sealed record ApiKey(KeyId Id, TenantId Tenant, RawKey Raw, KeyScope Scope, NumberId? Number, DateTimeOffset CreatedAt)
{
    /// <summary>Whether its id alone may stand in for it: an id is no secret.</summary>
    public bool NamedById { get; init; } = Raw.Prefix == RawKey.TestPrefix;
}

public interface ITenants
{
    void Add(Tenant tenant, DateTimeOffset now);

    /// <param name="since">Null ends the suspension; one that is set already keeps its beginning.</param>
    /// <returns>False when there is no such tenant.</returns>
    Task<bool> Suspend(TenantId tenant, DateTimeOffset? since);

    /// <param name="at">Of one that is scheduled already, the time stays as it is.</param>
    /// <returns>Null when there is no such tenant.</returns>
    Task<ScheduledDeletion?> ScheduleDeletion(TenantId tenant, DateTimeOffset at);

    /// <returns>False when there is no such tenant, or its deletion has begun.</returns>
    Task<bool> CancelDeletion(TenantId tenant);

    /// <summary>The tenant itself; false while something of it is left, and when it is gone.</summary>
    Task<bool> Delete(TenantId tenant);

    /// <summary>Merges in one statement, so that two changes at once lose nothing of each other.</summary>
    Task<TenantSettings> Change(TenantId tenant, SettingsChange change);
}

public interface IKeys
{
    void Add(ApiKey key);

    /// <summary>Sets when a key dies; null when there is no such key or it has a successor already.</summary>
    Task<ApiKeyRow?> Retire(KeyId key, DateTimeOffset diesAt);

    /// <summary>False when the tenant has no such key, or it is dead already.</summary>
    Task<bool> Revoke(TenantId tenant, KeyId key, DateTimeOffset now);

    /// <summary>
    /// Sets when every key of a number dies, none later than it would have; other callers that make keys of the tenant wait for this unit
    /// of work.
    /// </summary>
    Task RetireOf(TenantId tenant, NumberId number, DateTimeOffset diesAt, DateTimeOffset now);
}

public sealed record ApiKeyRow(KeyId Id, TenantId Tenant, TenantMode Mode, KeyScope Scope, NumberId? Number, bool NamedById);

/// <summary>Tenants change rarely and are read by every page: answered from memory kept true by the database's notifications.</summary>
public interface ITenantDirectory
{
    ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken);

    ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken);

    ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken);
}
