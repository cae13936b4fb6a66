using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain;

namespace PilotPairing.Application.Ops;

/// <summary>What the operations pages show of all tenants. They change things by the use cases of the other modules.</summary>
internal static class OpsModule
{
    public static void AddOps(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<ReadFunnel, Result<OpsFunnel>>, ReadFunnelHandler>();
        services.AddScoped<IRequestHandler<ReadGateways, Result<GatewaysReport>>, ReadGatewaysHandler>();
        services.AddScoped<IRequestHandler<ReadOverview, Result<Overview>>, ReadOverviewHandler>();
    }
}
