using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Ops;
using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Infrastructure.Jobs.Periodic;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// Hangfire on the same database. Nothing of it is taken from its static defaults, which several hosts in one process would share;
/// only how jobs are written down is.
/// </summary>
internal static class JobsModule
{
    static JobsModule() => GlobalConfiguration.Configuration.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();

    /// <summary>What every process needs to enqueue jobs and to show them.</summary>
    /// <param name="connectionString">Of the database that holds the schema <c>jobs</c>; a pooler may stand before it.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        services.AddOptions<JobsOptions>().Bind(configuration.GetSection(JobsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>();
        services.AddSingleton(provider => new JobConnections(connectionString, provider.GetRequiredService<ConnectionPools>()));
        services.AddSingleton<JobStorage>(provider =>
            new PostgreSqlStorage(
                provider.GetRequiredService<JobConnections>(), StorageOptions(provider.GetRequiredService<IOptions<JobsOptions>>().Value)));
        services.AddSingleton<IJobFilterProvider>(provider =>
            new JobFilterProviderCollection(new JobFilterAttributeFilterProvider(), Filters(provider)));
        services.AddSingleton<IBackgroundJobClient>(provider =>
            new BackgroundJobClient(provider.GetRequiredService<JobStorage>(), provider.GetRequiredService<IJobFilterProvider>()));
        services.AddSingleton<IRecurringJobManagerV2>(provider =>
            new RecurringJobManager(provider.GetRequiredService<JobStorage>(), provider.GetRequiredService<IJobFilterProvider>()));
        services.AddSingleton<IRecurringJobManager>(provider => provider.GetRequiredService<IRecurringJobManagerV2>());

        services.AddSingleton<IOpsJobQueries, OpsJobQueries>();
        services.AddSingleton<ITenantJobs, TenantJobs>();

        // What the dashboard asks for.
        services.AddSingleton<IGlobalConfiguration>(_ => GlobalConfiguration.Configuration);
        services.AddSingleton(_ => DashboardRoutes.Routes);
        return services;
    }

    /// <summary>The workers, for processes that do background work. Call <see cref="AddJobs"/> as well.</summary>
    public static IServiceCollection AddJobServers(this IServiceCollection services, IConfiguration configuration) =>
        PeriodicJobs.Register(services, configuration)
            .AddSingleton(provider =>
                new WorkShares(
                    provider.GetRequiredService<IOptions<JobsOptions>>().Value.Workers, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<PendingRun>()
            .AddSingleton<ScheduledRetries>()
            .AddSingleton<DispatchPending>()
            .AddHostedService<JobDispatcher>()
            .AddSingleton<JobLogs>()
            .AddHostedService<JobServers>();

    private static PostgreSqlStorageOptions StorageOptions(JobsOptions options) => new()
    {
        SchemaName = JobTables.Schema,
        PrepareSchemaIfNecessary = false,
        QueuePollInterval = options.QueuePollInterval,
        // After this, another worker takes the job of one that died; a living worker extends it.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(30),
        // A lock of a node that was killed; those of living ones are held for milliseconds.
        DistributedLockTimeout = TimeSpan.FromSeconds(15),
        JobExpirationCheckInterval = TimeSpan.FromMinutes(5),
    };

    private static JobFilterCollection Filters(IServiceProvider provider)
    {
        var filters = new JobFilterCollection();
        filters.Add(new JobFailureSanitizer(provider.GetRequiredService<ILogger<JobFailureSanitizer>>()));
        filters.Add(new ManualRequeueFilter());
        filters.Add(new StatisticsHistoryAttribute());
        filters.Add(new JobRetention());
        return filters;
    }
}
