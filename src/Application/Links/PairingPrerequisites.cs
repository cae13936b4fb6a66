using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Links;

/// <summary>What of Meta is configured; test-mode tenants always have a simulated one.</summary>
public interface IMetaSetup
{
    bool HasApp(TenantMode mode);

    /// <summary>Whether Embedded Signup can be opened.</summary>
    bool HasSignup(TenantMode mode);
}

/// <summary>
/// What the operator must have configured before a number or a link is created: one that can never connect is not stored.
/// </summary>
internal sealed class PairingPrerequisites(IGateways gateways, IMetaSetup meta)
{
    /// <param name="flow">Null for a number that pairs through a gateway.</param>
    public async ValueTask<Refusal?> Missing(Caller caller, MetaFlow? flow, CancellationToken cancellationToken)
    {
        if (flow is null)
            return await gateways.Serves(caller.Tenant, cancellationToken) ? null : new GatewayNotConfigured();
        var hasApp = meta.HasApp(caller.Mode);
        var canConnect = flow == MetaFlow.Embedded ? hasApp && meta.HasSignup(caller.Mode) : hasApp;
        return canConnect ? null : new MetaNotConfigured(hasApp);
    }
}
