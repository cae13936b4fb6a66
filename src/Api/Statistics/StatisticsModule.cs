using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Statistics;

internal static class StatisticsModule
{
    public static void AddStatistics(this IServiceCollection services) => services.AddSingleton(StatisticsWireJson.Part());

    public static void MapStatistics(this Routes routes) => routes.Keyed.MapStatistics();
}
