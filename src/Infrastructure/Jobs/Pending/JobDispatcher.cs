using Hangfire;
using Hangfire.States;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>
/// The loop of a process with workers that turns signals into jobs: an enqueue is a synchronous call of milliseconds, which no request
/// waits for. Signals of the same work are one job. Whatever goes wrong here is found again by <see cref="DispatchPending"/>.
/// </summary>
internal sealed partial class JobDispatcher(
    PendingSignals signals, PostgresListener listener, IEnumerable<IPendingWorkQueries> queries, WorkShares shares,
    DispatchPending pending, IBackgroundJobClient client,
    TimeProvider clock, ILogger<JobDispatcher> log)
    : BackgroundService
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private readonly Dictionary<WorkKind, IPendingWorkQueries> _queries = queries.ToDictionary(query => query.Kind);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        signals.HasWorkers = true;
        return base.StartAsync(cancellationToken);
    }

    /// <summary>What is committed from here on, the workers of others do.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        signals.HasWorkers = false;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var subscription = listener.Subscribe(Channels.Pending, Received, () => _ = pending.Run(stoppingToken));
        _ = pending.Run(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Next(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            foreach (var kind in Gather().GroupBy(work => work.Kind, work => work.Id))
                await TryDispatch(kind, stoppingToken);
        }
    }

    private void Received(string payload)
    {
        if (PendingWork.TryParse(payload, out var work))
            signals.Signal(work.Value);
    }

    private async Task Next(CancellationToken stoppingToken)
    {
        if (!shares.HasUnsettled)
        {
            await signals.Reader.WaitToReadAsync(stoppingToken);
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(signals.Reader.WaitToReadAsync(enough.Token).AsTask(), Task.Delay(AskAgain, clock, enough.Token));
        await enough.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
        foreach (var ready in shares.TakeReady())
            signals.Signal(ready);
    }

    private HashSet<PendingWork> Gather()
    {
        var gathered = new HashSet<PendingWork>();
        while (gathered.Count < MostAtOnce && signals.Reader.TryRead(out var work))
            gathered.Add(work);
        return gathered;
    }

    /// <summary>A kind whose rows cannot be read does not hold up the others, and is tried again.</summary>
    private async Task TryDispatch(IGrouping<WorkKind, Guid> ids, CancellationToken stoppingToken)
    {
        try
        {
            await Dispatch(ids, stoppingToken);
        }
        catch (Exception exception)
        {
            if (stoppingToken.IsCancellationRequested)
                return;
            Log.NotDispatched(log, exception, ids.Key);
            foreach (var id in ids)
                signals.SignalAfter(TryAgain, new(ids.Key, id));
        }
    }

    private async Task Dispatch(IGrouping<WorkKind, Guid> ids, CancellationToken stoppingToken)
    {
        foreach (var item in await _queries[ids.Key].Describe([.. ids], stoppingToken))
        {
            if (item.DueIn > TimeSpan.Zero)
                signals.SignalAfter(item.DueIn, item.Work);
            else if (shares.Admit(item))
                client.Create(PendingJobs.Of(item), new EnqueuedState(item.Queue));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5003, LogLevel.Warning, "Jobs ({Kind}) could not be enqueued; this is tried again within seconds")]
        public static partial void NotDispatched(ILogger log, Exception exception, WorkKind kind);
    }
}
