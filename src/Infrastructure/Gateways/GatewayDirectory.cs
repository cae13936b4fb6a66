using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Gateways.Baileys;
using PilotPairing.Infrastructure.Gateways.Evolution;
using PilotPairing.Infrastructure.Gateways.Simulator;

namespace PilotPairing.Infrastructure.Gateways;

/// <summary>Test-mode tenants pair on the simulator; live ones on the gateway they were given, or the default one.</summary>
internal sealed class GatewayDirectory : IGateways
{
    private static readonly NoGateway None = new();
    private readonly ITenantDirectory _tenants;
    private readonly SimulatorGateway _simulator;
    private readonly IPublicAddress _address;
    private readonly GatewaysOptions _options;
    private readonly FrozenDictionary<string, IWhatsAppGateway> _gateways;

    public GatewayDirectory(
        ITenantDirectory tenants, SimulatorGateway simulator, IPublicAddress address, IOptions<GatewaysOptions> options,
        IServiceProvider services)
    {
        (_tenants, _simulator, _address, _options) = (tenants, simulator, address, options.Value);
        _gateways = _options.All.ToFrozenDictionary(gateway => gateway.Name, gateway => Make(gateway, services));
    }

    public IReadOnlyList<ConfiguredGateway> Configured =>
        [.. _options.All.Select(gateway => new ConfiguredGateway(
            gateway.Name, gateway.Kind!, gateway.Name == _options.Default, CallbackOf(gateway), _gateways[gateway.Name])
        { Circuit = CircuitOf(_gateways[gateway.Name]) })];

    public async ValueTask<IWhatsAppGateway> Of(TenantId tenant, CancellationToken cancellationToken) =>
        await _tenants.Find(tenant, cancellationToken) switch
        {
            null => None,
            { Mode: TenantMode.Test } => _simulator,
            { Gateway: Tenant.DefaultGateway } => Named(_options.Default),
            { Gateway: var name } => Named(name),
        };

    public async ValueTask<bool> Serves(TenantId tenant, CancellationToken cancellationToken) =>
        await Of(tenant, cancellationToken) is not NoGateway;

    private static IWhatsAppGateway Make(GatewayOptions gateway, IServiceProvider services) => gateway.Kind == GatewayKinds.Baileys
        ? ActivatorUtilities.CreateInstance<BaileysGateway>(services, gateway)
        : ActivatorUtilities.CreateInstance<EvolutionGateway>(services, gateway);

    private static CircuitReport CircuitOf(IWhatsAppGateway gateway) =>
        gateway is EvolutionGateway evolution ? evolution.Circuit : CircuitReport.AlwaysClosed;

    private string? CallbackOf(GatewayOptions gateway) =>
        gateway.Kind == GatewayKinds.Baileys ? null : gateway.CallbackUrl ?? _address.PublicUrl;

    private IWhatsAppGateway Named(string? name) => name is not null && _gateways.TryGetValue(name, out var gateway) ? gateway : None;
}
