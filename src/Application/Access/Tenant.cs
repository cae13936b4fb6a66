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
public sealed record ApiKey(KeyId Id, TenantId Tenant, RawKey Raw, KeyScope Scope, NumberId? Number);

public interface ITenants
{
    void Add(Tenant tenant, DateTimeOffset now);
}

public interface IKeys
{
    void Add(ApiKey key, DateTimeOffset now);

    /// <summary>Sets when a living key dies; null when there is no such living key.</summary>
    Task<ApiKeyRow?> Retire(KeyId key, DateTimeOffset diesAt, DateTimeOffset now);

    /// <summary>Ends the keys of a number that is removed.</summary>
    void RetireAll(TenantId tenant, NumberId number, DateTimeOffset now);
}

public sealed record ApiKeyRow(KeyId Id, TenantId Tenant, TenantMode Mode, KeyScope Scope, NumberId? Number);

/// <summary>Tenants change rarely and are read by every page: answered from memory kept true by the database's notifications.</summary>
public interface ITenantDirectory
{
    ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken);

    ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken);
}
