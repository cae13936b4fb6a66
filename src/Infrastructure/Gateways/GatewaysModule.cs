using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.TestMode;
using PilotPairing.Infrastructure.Gateways.Baileys;
using PilotPairing.Infrastructure.Gateways.Evolution;
using PilotPairing.Infrastructure.Gateways.Simulator;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways;

internal static class GatewaysModule
{
    public static void AddGateways(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SimulatorRepository>();
        services.AddSingleton<SimulatorGateway>();
        services.AddSingleton<ISimulator>(provider => provider.GetRequiredService<SimulatorGateway>());
        services.AddBaileys(configuration);
        services.AddSingleton<EvolutionRepository>();
        services.AddSingleton<IGatewayNotifications, EvolutionNotifications>();
        services.AddOptions<GatewaysOptions>().Configure(options => options.Read(configuration.GetSection(GatewaysOptions.Section)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewaysOptions>, GatewaysOptionsValidator>();
        services.AddOperatorsClient(EvolutionHttp.Client);
        services.AddSingleton<IGateways, GatewayDirectory>();
    }
}
