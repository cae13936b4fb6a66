using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Embed;

internal static class EmbedModule
{
    public static void AddEmbed(this IServiceCollection services)
    {
        services.AddSingleton(EmbedWireJson.Part());
        services.AddSingleton<EmbedScript>();
    }

    public static void MapEmbed(this Routes routes)
    {
        routes.Keyed.MapEmbed(routes.Root);
        routes.Root.MapEmbedScript();
    }
}
