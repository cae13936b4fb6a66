using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Instances;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Instances;

internal static class InstancesModule
{
    public static void AddInstances(this IServiceCollection services)
    {
        services.AddSingleton<IInstanceQueries, InstanceQueries>();
        services.AddSingleton<IPhoneNumberParser, PhoneNumberParser>();
        services.AddSingleton<IPhoneNumberFormatter, PhoneNumberFormatter>();
        services.AddSingleton<IPendingCleanUps, PendingCleanUpQueries>();
        services.AddRepository<IInstances, InstanceRepository>();
        services.AddRepository<ICleanUps, CleanUpRepository>();
    }

    /// <summary>What ends sessions at gateways, for processes with workers.</summary>
    public static void AddCleanUps(this IServiceCollection services)
    {
        services.AddSingleton<PendingCleanUps>();
        services.AddSingleton<IPendingWorkQueries>(provider => provider.GetRequiredService<PendingCleanUps>());
    }
}
