using PilotPairing.Application.Access;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Gateways.Simulator;

namespace PilotPairing.Infrastructure.Gateways;

/// <summary>Test-mode tenants pair on the simulator; live ones on the gateway that is configured for them.</summary>
internal sealed class GatewayDirectory(ITenantDirectory tenants, SimulatorGateway simulator) : IGateways
{
    private static readonly NoGateway None = new();

    public async ValueTask<IWhatsAppGateway> Of(TenantId tenant, CancellationToken cancellationToken) =>
        (await tenants.Find(tenant, cancellationToken))?.Mode == TenantMode.Test ? simulator : None;
}
