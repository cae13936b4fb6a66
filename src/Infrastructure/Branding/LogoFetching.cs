using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Branding;

internal static class LogoFetching
{
    private const int MostConnections = 2;

    /// <summary>Requires the guard of outgoing requests (<c>AddWebhookGuard</c>).</summary>
    public static IServiceCollection AddLogoFetcher(this IServiceCollection services)
    {
        // The factory's loggers would print URLs.
        services.AddHttpClient<LogoFetch>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => GuardedHandler.Create(provider.GetRequiredService<AddressGuard>(), MostConnections))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services.AddSingleton<PendingLogos>().AddSingleton<IPendingWorkQueries>(provider => provider.GetRequiredService<PendingLogos>());
    }
}
