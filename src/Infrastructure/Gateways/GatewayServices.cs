using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Pairing;
using PilotPairing.Infrastructure.Gateways.Evolution;
using PilotPairing.Infrastructure.Gateways.Simulator;

namespace PilotPairing.Infrastructure.Gateways;

internal static class GatewayServices
{
    private const int HeaderKilobytes = 32;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static IServiceCollection AddGateways(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SimulatorRows>();
        services.AddSingleton<SimulatorGateway>();
        services.AddSingleton<ISimulator>(provider => provider.GetRequiredService<SimulatorGateway>());
        services.AddSingleton<EvolutionRows>();
        services.AddSingleton<IGatewayNotices, EvolutionNotices>();
        services.AddOptions<GatewaysOptions>().Configure(options => options.Read(configuration.GetSection(GatewaysOptions.Section))).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewaysOptions>, GatewaysOptionsValidator>();
        // Not the guarded handler: the operator chose the address, and it is private more often than not. The factory's loggers would print URLs.
        services.AddHttpClient(EvolutionHttp.Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = ConnectionLifetime,
                MaxResponseHeadersLength = HeaderKilobytes,
                MaxResponseDrainSize = 0,
                ActivityHeadersPropagator = null,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services.AddSingleton<IGateways, GatewayDirectory>();
    }
}
