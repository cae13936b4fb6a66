using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

internal static class BaileysModule
{
    public static void AddBaileys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new GatewayProgram(configuration[GatewayProgram.Setting] ?? GatewayProgram.Default));
        services.AddSingleton<BaileysRepository>();
        services.AddSingleton<SendQueue>();
        services.AddSingleton<BaileysNodes>();
        services.AddSingleton(OwnedSessions.Credentials);
        services.AddSingleton(OwnedSessions.Keys);
    }

    /// <summary>What runs the sessions, for processes with workers.</summary>
    public static void AddBaileysHost(this IServiceCollection services) => services.AddHostedService<BaileysHost>();
}
