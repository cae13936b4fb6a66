using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain;

namespace PilotPairing.Application.Ops;

/// <summary>What the operations pages show of all tenants. They change things by the use cases of the other modules.</summary>
internal static class OpsModule
{
    public static void AddOps(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<DeleteDueTenants, Result<Done>>, DeleteDueTenantsHandler>();
        services.AddScoped<IRequestHandler<ReadFunnel, Result<OpsFunnel>>, ReadFunnelHandler>();
        services.AddScoped<IRequestHandler<ReadFunnelTotals, Result<FunnelRow>>, ReadFunnelTotalsHandler>();
        services.AddScoped<IRequestHandler<ReadGateways, Result<GatewaysReport>>, ReadGatewaysHandler>();
        services.AddScoped<IRequestHandler<ReadOverview, Result<Overview>>, ReadOverviewHandler>();
    }
}
