using Hangfire;
using Microsoft.Extensions.Logging;
using PilotPairing.Infrastructure.Jobs.Periodic;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>
/// Signals every row that is due and that no job has claimed: what a crash, a lost notification or a deleted job left behind.
/// </summary>
internal sealed partial class DispatchPending(
    IEnumerable<IPendingWorkQueries> queries, PendingSignals signals, ILogger<DispatchPending> log)
{
    /// <summary>What became due since then has a job on its way.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    public async Task Run(CancellationToken cancellationToken)
    {
        foreach (var query in queries)
        {
            try
            {
                foreach (var id in await query.FindDue(Grace, cancellationToken))
                    signals.Signal(new(query.Kind, id));
            }
            catch (Exception exception)
            {
                // One kind that cannot be read does not hold up the others.
                if (!cancellationToken.IsCancellationRequested)
                    Log.NotFound(log, exception, query.Kind);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5004, LogLevel.Warning, "Pending work ({Kind}) could not be read; the next run follows")]
        public static partial void NotFound(ILogger log, Exception exception, WorkKind kind);
    }
}

internal sealed class DispatchPendingJob(DispatchPending pending, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Enqueue jobs for pending work that has none")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(DispatchPendingJob), TimeSpan.FromSeconds(30), pending.Run, cancellationToken);
}
