using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Webhooks;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Links;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Webhooks;

public static class WebhooksModule
{
    private const int EndpointsPerHost = 16;

    /// <summary>
    /// What registration of endpoints needs everywhere, without the worker. Expects the data source, the envelopes, a clock, a
    /// <see cref="System.Security.Cryptography.RandomNumberGenerator"/> and the listener among the services.
    /// </summary>
    public static IServiceCollection AddWebhookGuard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section)).ValidateOnStart();
        services.AddNameLookups();
        return services
            .AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>()
            .AddSingleton(provider => new WebhookLimit(provider.GetRequiredService<IOptions<WebhookOptions>>().Value.PerTenant))
            .AddSingleton(provider => Exceptions(provider.GetRequiredService<IOptions<WebhookOptions>>().Value))
            .AddSingleton<AddressGuard>()
            .AddSingleton<IUrlCheck, UrlCheck>();
    }

    /// <summary>What manages endpoints and lists deliveries, in every process. Call <see cref="AddWebhookGuard"/> as well.</summary>
    public static IServiceCollection AddWebhookManagement(this IServiceCollection services)
    {
        services.TryAddSingleton<LinkUrls>();
        services.AddSingleton(EndpointRepository.Secrets);
        services.AddRepository<IEndpoints, EndpointRepository>();
        services.AddRepository<IEvents, WorkEvents>();
        services.AddRepository<IDeliveries, ReplayRepository>();
        return services
            .AddSingleton<IEndpointQueries, EndpointQueries>()
            .AddSingleton<IDeliveryQueries, DeliveryQueries>()
            .AddSingleton<IEventQueries, EventQueries>()
            .AddSingleton<IEventFeed, EventFeed>()
            .AddSingleton<IWebhookUpkeep, WebhookUpkeep>();
    }

    /// <summary>
    /// What delivers, for processes with workers. Call <see cref="AddWebhookGuard"/> as well, and register the public address.
    /// </summary>
    public static IServiceCollection AddWebhookDelivery(this IServiceCollection services)
    {
        // The guarded handler renews its connections by itself; the factory's loggers would print URLs.
        services.AddHttpClient<WebhookSender>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                // More than one endpoint may be of the same host.
                var most = provider.GetRequiredService<IOptions<WebhookOptions>>().Value.PerEndpointInFlight * EndpointsPerHost;
                var handler = GuardedHandler.Create(provider.GetRequiredService<AddressGuard>(), most);
                handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult(ReceivedStatus.On(context.PlaintextStream));
                return handler;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.TryAddSingleton<LinkUrls>();
        return services
            .AddSingleton<DeliveryQueue>()
            .AddSingleton<DeliveryResultWriter>()
            .AddSingleton<ReconnectUrl>()
            .AddSingleton<Delivery>()
            .AddSingleton<DeliveryDrain>()
            .AddSingleton<IPendingWorkQueries, PendingDeliveries>();
    }

    private static GuardExceptions Exceptions(WebhookOptions options) =>
        new([.. options.AllowedPrivateNetworks], [.. options.AllowedInsecureHosts]);
}
