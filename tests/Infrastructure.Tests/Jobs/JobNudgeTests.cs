using Dapper;
using Hangfire;
using Hangfire.Common;
using Hangfire.PostgreSql;
using Hangfire.Server;
using Hangfire.States;
using PilotPairing.Infrastructure.Jobs;
using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Jobs;

/// <summary>
/// Jobs that are enqueued at once run at once, although the library wakes one worker for them and its poll is an hour away.
/// </summary>
public sealed class JobNudgeTests : IAsyncLifetime
{
    private const int Jobs = 4;
    private const int Rounds = 5;
    private const string Queue = "nudged";
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestPostgres.CreateDatabase();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Jobs_enqueued_at_once_wake_a_worker_each()
    {
        using var connections = new JobConnections(_database.ConnectionString, new ConnectionPools());
        var storage = new PostgreSqlStorage(
            connections, new PostgreSqlStorageOptions
            {
                SchemaName = JobTables.Schema,
                PrepareSchemaIfNecessary = false,
                QueuePollInterval = TimeSpan.FromHours(1)
            });
        var only = new Only();
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                Queues = [Queue],
                WorkerCount = Jobs,
                Activator = only,
                IsLightweightServer = true,
                StopTimeout = TimeSpan.Zero
            }, storage, []);

        // Before the first round workers may still be starting: those find the jobs by themselves.
        for (var round = 0; round < Rounds; round++)
        {
            var meeting = only.Meeting = new Meeting();
            await EnqueueAtOnce(storage);
            await meeting.Full.WaitAsync(Patience.Longest);
        }
    }

    /// <summary>As when another process enqueued all but the last: only that one wakes a worker here.</summary>
    private async Task EnqueueAtOnce(PostgreSqlStorage storage)
    {
        var client = new BackgroundJobClient(storage);
        var ids = Enumerable.Range(0, Jobs)
            .Select(_ => client.Create(Job.FromExpression<Meeting>(meeting => meeting.Join(null), Queue),
                new ScheduledState(TimeSpan.FromDays(1)))).ToList();
        using var connection = storage.GetConnection();
        using (var states = connection.CreateWriteTransaction())
        {
            ids.ForEach(id => states.SetJobState(id, new EnqueuedState(Queue)));
            states.Commit();
        }

        await using (var others = await _database.Source.OpenConnectionAsync())
            await others.ExecuteAsync("insert into jobs.jobqueue (jobid, queue) select unnest(@ids), @Queue",
                new { ids = ids.SkipLast(1).Select(id => long.Parse(id, null)).ToArray(), Queue });
        using var last = connection.CreateWriteTransaction();
        last.AddToQueue(Queue, ids[^1]);
        last.Commit();
    }

    private sealed class Only : JobActivator
    {
        public Meeting Meeting { get; set; } = new();

        public override object ActivateJob(Type jobType) => Meeting;
    }

    public sealed class Meeting
    {
        private readonly PendingRun _run =
            new(new WorkShares(new Dictionary<string, int> { [Queue] = 8 * Jobs }, new FakeClock()), new PendingSignals(new FakeClock()));
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        public Task Full => _full.Task;

        [AutomaticRetry(Attempts = 0)]
        public Task Join(PerformContext? context) => _run.Run(
            new(WorkKind.Deliveries, Guid.CreateVersion7(TimeProvider.System.GetUtcNow())), Queue, "tenant", context, async _ =>
            {
                if (Interlocked.Increment(ref _here) == Jobs)
                    _full.SetResult();
                // Nobody leaves before all are there: one worker could do them one after the other.
                await _full.Task.WaitAsync(Patience.Longest);
            });
    }
}
