using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

/// <summary>The list of recurring jobs.</summary>
internal sealed class PeriodicJobs(IRecurringJobManager manager, IOptions<ReconciliationOptions> reconciliation)
{
    private static readonly RecurringJobOptions Utc = new() { TimeZone = TimeZoneInfo.Utc, MisfireHandling = MisfireHandlingMode.Relaxed };

    public static IServiceCollection Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ReconciliationOptions>().Bind(configuration.GetSection(ReconciliationOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<ReconciliationOptions>, ReconciliationOptionsValidator>()
            .AddSingleton<PeriodicRun>()
            .AddSingleton<PeriodicJobs>();
    }

    public void AddOrUpdate()
    {
        Add<DispatchPendingJob>("dispatch-pending", "*/15 * * * * *");
        Add<ExpireLinksJob>("expire-links", Cron.Minutely());
        Add<AbandonLinksJob>("abandon-links", Cron.Minutely());
        Add<DisableFailingEndpointsJob>("disable-failing-endpoints", "*/10 * * * *");
        Add<ApplyRetentionJob>("apply-retention", Cron.Hourly(27));
        Add<PurgeIdempotencyKeysJob>("purge-idempotency-keys", "*/10 * * * *");
        Add<PurgePairingStartsJob>("purge-pairing-starts", Cron.Hourly(17));
        Add<PurgeHeldGrantsJob>("purge-held-grants", Cron.Minutely());
        Add<RefreshMetaNumbersJob>("refresh-meta-numbers", Cron.Minutely());
        Add<RefreshTemplatesJob>("refresh-templates", Cron.Minutely());
        Add<ReopenPairingsJob>("reopen-pairings", Cron.Minutely());
        Add<DeleteTenantsJob>("delete-tenants", Cron.Minutely());
        Add<RollUpFunnelJob>("roll-up-funnel", Cron.Minutely());
        Add<ReconcileNumbersJob>("reconcile-numbers", Every(reconciliation.Value.IntervalSeconds));
        // Of earlier versions; apply-retention does it.
        manager.RemoveIfExists("purge-history");
    }

    internal static string Every(int seconds)
    {
        if (seconds < 60)
            return string.Create(CultureInfo.InvariantCulture, $"*/{seconds} * * * * *");
        var minutes = (int)Math.Round(seconds / 60d);
        return minutes >= 60 ? Cron.Hourly() : string.Create(CultureInfo.InvariantCulture, $"*/{minutes} * * * *");
    }

    private void Add<TJob>(string id, string cron)
        where TJob : IPeriodicJob
    {
        var job = new Job(typeof(TJob), typeof(TJob).GetMethod(nameof(IPeriodicJob.Run))!, [CancellationToken.None], JobQueues.Periodic);
        manager.AddOrUpdate(id, job, cron, Utc);
    }
}
