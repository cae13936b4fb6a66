using PilotPairing.Api.Csv;
using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Links;

internal static class LinksModule
{
    public static void AddLinks(this IServiceCollection services) =>
        services.AddSingleton(LinksWireJson.Part()).AddSingleton<ExportSlots>();

    public static void MapLinks(this Routes routes)
    {
        routes.Keyed.MapLinks();
        routes.Keyed.MapBulkLinks();
        routes.Keyed.MapLinkExport();
        routes.Open.MapLinkPage();
    }
}
