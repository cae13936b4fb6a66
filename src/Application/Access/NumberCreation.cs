using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>Whether a key may make numbers: a tenant key always, a number key unless its tenant forbids it.</summary>
public sealed class NumberCreation(ITenantDirectory tenants)
{
    public async ValueTask<Refusal?> Refused(Caller caller, CancellationToken cancellationToken) =>
        caller.Scope == KeyScope.Number && !(await tenants.SettingsOf(caller.Tenant, cancellationToken)).NumberKeysMayCreate
            ? new NumberScopeNotAllowed() : null;
}
