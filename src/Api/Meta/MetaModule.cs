using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Meta;

internal static class MetaModule
{
    public static void AddMeta(this IServiceCollection services) => services.AddSingleton(MetaWireJson.Part());

    public static void MapMeta(this Routes routes)
    {
        routes.Keyed.MapMeta(routes.Open);
        routes.Root.MapMetaHooks();
    }
}
