using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Connections;

internal static class ConnectionsModule
{
    public static void AddConnections(this IServiceCollection services) => services.AddSingleton(ConnectionsWireJson.Part());

    public static void MapConnections(this Routes routes) => routes.Root.MapGatewayHooks();
}
