using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Statistics;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Statistics;

internal static class StatisticsModule
{
    public static void AddStatistics(this IServiceCollection services)
    {
        services.AddSingleton<IFunnelQueries, FunnelQueries>();
        services.AddRepository<IFunnelRollups, FunnelRollupRepository>();
    }
}
