using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Access;

/// <summary>The key of a request and what it may access.</summary>
/// <param name="Number">Set for number keys: the one number they reach.</param>
public sealed record Caller(TenantId Tenant, TenantMode Mode, KeyId Key, KeyScope Scope, NumberId? Number)
{
    public bool Reaches(NumberId number) => Scope == KeyScope.Tenant || Number == number;
}

/// <summary>Finds keys. A revoked key stops working at once where the database's notifications arrive, else within five seconds.</summary>
public interface IKeyRing
{
    ValueTask<Caller?> Find(RawKey key, CancellationToken cancellationToken);

    /// <summary>A key named by its id, which proves nothing; null for keys that do not allow it.</summary>
    ValueTask<Caller?> FindNamed(KeyId id, CancellationToken cancellationToken);
}
