using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Ops;

/// <summary>An operator does to a tenant's things what the tenant's own key could do, by the same use cases.</summary>
public static class OperatorCallers
{
    public static Caller For(TenantId tenant, TenantMode mode) => new(tenant, mode, default, KeyScope.Tenant, null);
}
