using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Http;

internal static class HttpModule
{
    public static void AddHttp(this IServiceCollection services)
    {
        services.AddNameLookups();
        services.AddHttpClient<IReachability, Reachability>(http => http.Timeout = TimeSpan.FromSeconds(5)).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(OperatorsClient.Handler);
    }
}
