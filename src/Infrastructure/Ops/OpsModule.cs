using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;

namespace PilotPairing.Infrastructure.Ops;

/// <summary>What the operations pages read. It reads the tables of all modules and writes none.</summary>
internal static class OpsModule
{
    public static void AddOps(this IServiceCollection services)
    {
        services.AddSingleton<IOpsLinkQueries, OpsLinkQueries>();
        services.AddSingleton<IOpsNumberQueries, OpsNumberQueries>();
        services.AddSingleton<IOpsWebhookQueries, OpsWebhookQueries>();
        services.AddSingleton<IOpsTenantQueries, OpsTenantQueries>();
        services.AddSingleton<IOpsMessageQueries, OpsMessageQueries>();
        services.AddSingleton<IOpsGatewayQueries, OpsGatewayQueries>();
        services.AddSingleton<IOpsOverviewQueries, OpsOverviewQueries>();
        services.AddSingleton<IOpsAuditQueries, OpsAuditQueries>();
        services.AddSingleton<IWorkHealth, WorkHealthQueries>();
        services.AddSingleton<IInventory, InventoryQueries>();
    }
}
