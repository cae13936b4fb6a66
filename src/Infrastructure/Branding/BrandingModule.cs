using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Branding;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Branding;

internal static class BrandingModule
{
    private const int MostConnections = 2;

    public static void AddBranding(this IServiceCollection services)
    {
        services.AddSingleton<ILogos, Logos>();
        services.AddRepository<IBrandings, BrandingRepository>();
    }

    /// <summary>What fetches logos, for processes with workers. Expects the guard of outgoing requests among the services.</summary>
    public static void AddLogoFetcher(this IServiceCollection services)
    {
        // The factory's loggers would print URLs.
        services.AddHttpClient<LogoFetch>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                GuardedHandler.Create(provider.GetRequiredService<AddressGuard>(), MostConnections))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton<PendingLogos>();
        services.AddSingleton<IPendingWorkQueries>(provider => provider.GetRequiredService<PendingLogos>());
    }
}
