using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Webhooks;

internal static class WebhooksModule
{
    public static void AddWebhooks(this IServiceCollection services) => services.AddSingleton(WebhooksWireJson.Part());

    public static void MapWebhooks(this Routes routes)
    {
        routes.Keyed.MapWebhooks();
        routes.Keyed.MapDeliveries();
        routes.Keyed.MapGroup("").WithTags("Deliveries").MapEventsStream();
    }
}
