using PilotPairing.Api.Access;
using PilotPairing.Api.Branding;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Embed;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Links;
using PilotPairing.Api.Messaging;
using PilotPairing.Api.Meta;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.Numbers;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Operating;
using PilotPairing.Api.Pages;
using PilotPairing.Api.RateLimiting;
using PilotPairing.Api.Statistics;
using PilotPairing.Api.TestMode;
using PilotPairing.Api.Webhooks;

namespace PilotPairing.Api.Hosting;

/// <summary>What the API registers and maps, module by module.</summary>
internal static class ApiModule
{
    public static void AddApi(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddPublicAddress(configuration);
        services.AddKnownProxies();
        services.AddJson();
        services.AddSingleton(HostingWireJson.Part());
        services.AddRateLimiting(configuration);
        services.AddExceptionHandler<Faults>();
        services.AddNumbers();
        services.AddLinks();
        ConnectionsModule.AddConnections(services);
        services.AddTestMode();
        services.AddMeta();
        services.AddWebhooks();
        services.AddMessaging();
        services.AddAccess(configuration);
        services.AddBranding(configuration);
        services.AddEmbed();
        services.AddStatistics();
        services.AddOps(configuration, environment);
        services.AddPages(configuration);
        services.AddDescription();
    }

    /// <summary>In the order in which the description lists them.</summary>
    public static void MapApi(this WebApplication app)
    {
        var routes = new Routes(app.MapGroup("/v1").WithMetadata(new NeedsKey()), app.MapGroup("/v1").OpenToBrowsers(), app);
        routes.MapNumbers();
        routes.MapLinks();
        routes.MapConnections();
        routes.MapTestMode();
        routes.MapMeta();
        routes.MapWebhooks();
        routes.MapMessaging();
        routes.MapAccess();
        routes.MapBranding();
        routes.MapEmbed();
        routes.MapStatistics();
        // A part of the original API that is not served, and no number's id.
        routes.Open.Map("/numbers/check", () => new RefusalResult(new NothingHere())).ExcludeFromDescription();
        app.MapPages();
        app.MapJobsDashboard();
        app.MapOpenApi();
        app.MapDocs();
    }
}
