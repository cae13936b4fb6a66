using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>Everything periodic, clustered on the same database: each job runs on one node, whichever is free.</summary>
internal static class PeriodicWork
{
    public static IServiceCollection AddPeriodicWork(this IServiceCollection services, string connectionString)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(15));
                store.UseExecutionHistory();
                store.ProvisionSchema();
            });
            quartz.ScheduleJob<ExpireLinksJob>(trigger => trigger.WithIdentity("expire-links").WithSimpleSchedule(TimeSpan.FromMinutes(1)));
            quartz.ScheduleJob<DisableFailingEndpointsJob>(trigger => trigger.WithIdentity("disable-failing-endpoints").WithSimpleSchedule(TimeSpan.FromMinutes(10)));
            quartz.ScheduleJob<ForgetHistoryJob>(trigger => trigger.WithIdentity("forget-history").WithSimpleSchedule(TimeSpan.FromHours(1)));
            quartz.ScheduleJob<AbandonLinksJob>(trigger => trigger.WithIdentity("abandon-links").WithSimpleSchedule(TimeSpan.FromMinutes(1)));
            quartz.ScheduleJob<ForgetIdempotencyKeysJob>(trigger => trigger.WithIdentity("forget-idempotency-keys").WithSimpleSchedule(TimeSpan.FromMinutes(10)));
        });
        services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
        return services;
    }
}
