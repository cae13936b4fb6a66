using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Infrastructure.Jobs.Periodic;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// One Hangfire server per queue, so that each has workers of its own. Only the first looks for scheduled and recurring jobs. A database
/// that is away stops none of them: each tries again.
/// </summary>
internal sealed partial class JobServers(
    JobStorage storage, IJobFilterProvider filters, IServiceScopeFactory scopes, PeriodicJobs periodic, JobLogs logs,
    IOptions<JobsOptions> options, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILogger<JobServers> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);
    private readonly List<BackgroundJobServer> _servers = [];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await End(cancellationToken);
    }

    /// <summary>A host whose start failed calls no StopAsync: the servers end here, before their dependencies are disposed.</summary>
    public override void Dispose()
    {
        using var enough = new CancellationTokenSource(LastWait, clock);
        End(enough.Token).Wait(CancellationToken.None);
        base.Dispose();
    }

    /// <summary>
    /// Starts once the process answers requests: dozens of workers that connect at once would hold that up. Then writes the recurring jobs
    /// down.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested)
            return;
        Hangfire.Logging.LogProvider.SetCurrentLogProvider(logs);
        foreach (var (queue, workers) in options.Value.Workers.OrderByDescending(pair => pair.Key == JobQueues.Periodic))
            Start(queue, workers);
        while (options.Value.RunsPeriodicJobs && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                periodic.AddOrUpdate();
                return;
            }
            catch (Exception exception)
            {
                Log.NotWritten(log, exception);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task End(CancellationToken cancellationToken)
    {
        foreach (var server in _servers)
            server.SendStop();
        await Task.WhenAll(_servers.Select(server => server.WaitForShutdownAsync(cancellationToken)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Also those that did not end in time: an undisposed server holds up the end of the process by a second each.
        foreach (var server in _servers)
            server.Dispose();
        _servers.Clear();
    }

    private void Start(string queue, int workers) => _servers.Add(new BackgroundJobServer(
        new BackgroundJobServerOptions
        {
            Queues = [queue],
            WorkerCount = workers,
            Activator = new AspNetCoreJobActivator(scopes),
            FilterProvider = filters,
            IsLightweightServer = _servers.Count > 0,
            SchedulePollingInterval = options.Value.SchedulePollInterval,
            StopTimeout = TimeSpan.Zero,
            ShutdownTimeout = options.Value.ShutdownTimeout,
            ServerTimeout = TimeSpan.FromMinutes(1),
            HeartbeatInterval = TimeSpan.FromSeconds(15),
        },
        storage,
        []));

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "Recurring jobs could not be stored; tried again in a second")]
        public static partial void NotWritten(ILogger log, Exception exception);
    }
}
