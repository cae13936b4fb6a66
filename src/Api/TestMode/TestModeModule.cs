using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.TestMode;

internal static class TestModeModule
{
    public static void AddTestMode(this IServiceCollection services) => services.AddSingleton(TestModeWireJson.Part());

    public static void MapTestMode(this Routes routes) => routes.Keyed.MapSimulate();
}
