using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Links;

/// <summary>What the operator must have configured before a number or a link is created: one that can never connect is not stored.</summary>
internal sealed class PairingPrerequisites(IGateways gateways, IMetaApps apps)
{
    /// <param name="flow">Null for a number that pairs through a gateway.</param>
    public async ValueTask<Refusal?> Missing(Caller caller, MetaFlow? flow, CancellationToken cancellationToken)
    {
        if (flow is null)
            return await gateways.Serves(caller.Tenant, cancellationToken) ? null : new GatewayNotConfigured();
        var hasApp = apps.Graph(caller.Mode) is not null;
        var canConnect = flow == MetaFlow.Embedded ? hasApp && apps.Signup(caller.Mode) is not null : hasApp;
        return canConnect ? null : new MetaNotConfigured(hasApp);
    }
}
