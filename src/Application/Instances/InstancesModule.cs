using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain;

namespace PilotPairing.Application.Instances;

/// <summary>A number's state, and its session at a gateway.</summary>
internal static class InstancesModule
{
    public static void AddInstances(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<CleanUpSession, Result<Done>>, CleanUpSessionHandler>();
    }
}
