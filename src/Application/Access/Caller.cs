using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Access;

/// <summary>Who asks: the key of a request and what it reaches.</summary>
/// <param name="Number">Set for number keys: the one number they reach.</param>
public sealed record Caller(TenantId Tenant, TenantMode Mode, KeyId Key, KeyScope Scope, NumberId? Number)
{
    public bool Reaches(NumberId number) => Scope == KeyScope.Tenant || Number == number;
}

/// <summary>Looks a key up by its hash. A revoked key stops working within <c>Access:KeyCacheSeconds</c>, at once where the database can say so.</summary>
public interface IKeyRing
{
    ValueTask<Caller?> Find(RawKey key, CancellationToken cancellationToken);
}
