using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Numbers;

internal static class NumbersModule
{
    public static void AddNumbers(this IServiceCollection services) => services.AddSingleton(NumbersWireJson.Part());

    public static void MapNumbers(this Routes routes) => routes.Keyed.MapNumberRoutes();
}
