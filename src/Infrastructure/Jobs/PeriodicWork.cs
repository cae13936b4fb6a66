using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>Everything periodic, clustered on the same database: each job runs on one node, whichever is free.</summary>
internal static class PeriodicWork
{
    public static IServiceCollection AddPeriodicWork(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        services.AddOptions<ReconciliationOptions>().Bind(configuration.GetSection(ReconciliationOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReconciliationOptions>, ReconciliationOptionsValidator>();
        services.AddQuartz(quartz =>
        {
            // A job may be waiting, for its beginning or for a gateway; whoever stops the process does not wait along.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.AddJobMiddleware<NoBeginningAtTheEnd>();
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(15));
                store.UseExecutionHistory();
            });
            quartz.ScheduleJob<ExpireLinksJob>(trigger => trigger.WithIdentity("expire-links").WithSimpleSchedule(TimeSpan.FromMinutes(1)));
            quartz.ScheduleJob<DisableFailingEndpointsJob>(trigger => trigger.WithIdentity("disable-failing-endpoints").WithSimpleSchedule(TimeSpan.FromMinutes(10)));
            quartz.ScheduleJob<ForgetHistoryJob>(trigger => trigger.WithIdentity("forget-history").WithSimpleSchedule(TimeSpan.FromHours(1)));
            quartz.ScheduleJob<AbandonLinksJob>(trigger => trigger.WithIdentity("abandon-links").WithSimpleSchedule(TimeSpan.FromMinutes(1)));
            quartz.ScheduleJob<ForgetIdempotencyKeysJob>(trigger => trigger.WithIdentity("forget-idempotency-keys").WithSimpleSchedule(TimeSpan.FromMinutes(10)));
            quartz.ScheduleJob<ForgetStartsJob>(trigger => trigger.WithIdentity("forget-starts").WithSimpleSchedule(TimeSpan.FromHours(1)));
            quartz.ScheduleJob<WipeHeldGrantsJob>(trigger => trigger.WithIdentity("wipe-held-grants").WithSimpleSchedule(TimeSpan.FromMinutes(1)));
            quartz.ScheduleJob<LookAtOfficialNumbersJob>(trigger => trigger.WithIdentity("look-at-official-numbers").WithSimpleSchedule(TimeSpan.FromMinutes(1)));
            quartz.ScheduleJob<ReconcileNumbersJob>((provider, trigger) => trigger.WithIdentity("reconcile-numbers")
                .WithSimpleSchedule(TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<ReconciliationOptions>>().Value.IntervalSeconds)));
        });
        services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
        return services;
    }
}
