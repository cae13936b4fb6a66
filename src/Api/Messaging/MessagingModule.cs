using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Messaging;

internal static class MessagingModule
{
    public static void AddMessaging(this IServiceCollection services) => services.AddSingleton(MessagingWireJson.Part());

    public static void MapMessaging(this Routes routes) => routes.Keyed.MapTemplates();
}
