using System.Threading.Channels;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Jobs;

public sealed class JobDispatcherTests : IBackgroundJobClient
{
    private const string Unreachable = "Host=127.0.0.1;Port=1";
    private readonly Channel<Job> _created = Channel.CreateUnbounded<Job>();

    [Fact]
    public async Task A_kind_whose_rows_cannot_be_read_does_not_hold_up_the_others_and_is_tried_again()
    {
        var clock = new FakeClock();
        var signals = new PendingSignals(clock);
        var unreadable = new Queries(WorkKind.Message);
        IPendingWorkQueries[] queries = [unreadable, new Queries(WorkKind.Logo) { IsMended = true }];
        await using var nowhere = NpgsqlDataSource.Create(Unreachable);
        using var listener = new PostgresListener(Unreachable, nowhere, clock, NullLogger<PostgresListener>.Instance);
        using var dispatcher = new JobDispatcher(signals, listener, queries,
            new WorkShares(new Dictionary<string, int> { [JobQueues.Gateways] = 8 }, clock),
            new DispatchPending(queries, signals, NullLogger<DispatchPending>.Instance), this, clock, NullLogger<JobDispatcher>.Instance);
        signals.HasWorkers = true;
        var logo = Guid.CreateVersion7(clock.GetUtcNow());
        signals.Signal(new(WorkKind.Message, Guid.CreateVersion7(clock.GetUtcNow())));
        signals.Signal(new(WorkKind.Logo, logo));

        await dispatcher.StartAsync(CancellationToken.None);

        var job = await _created.Reader.ReadAsync().AsTask().WaitAsync(Patience.Longest);
        job.Type.Should().Be<FetchLogoJob>();
        job.Args[0].Should().Be(logo);

        await clock.UntilWaiting(1);
        unreadable.IsMended = true;
        clock.Advance(TimeSpan.FromSeconds(2));
        var later = await _created.Reader.ReadAsync().AsTask().WaitAsync(Patience.Longest);
        later.Type.Should().Be<SendMessageJob>("what could not be enqueued is tried again");
        await dispatcher.StopAsync(CancellationToken.None);
    }

    string IBackgroundJobClient.Create(Job job, IState state)
    {
        _created.Writer.TryWrite(job);
        return "1";
    }

    bool IBackgroundJobClient.ChangeState(string jobId, IState state, string expectedState) => false;

    private sealed class Queries(WorkKind kind) : IPendingWorkQueries
    {
        public WorkKind Kind => kind;

        public bool IsMended { get; set; }

        public Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken) => IsMended
            ? Task.FromResult<IReadOnlyList<WorkItem>>(
                [.. ids.Select(id => new WorkItem(Kind, id, JobQueues.Gateways, Guid.Empty.ToString(), "the work"))])
            : throw new NpgsqlException("Exception while connecting");

        public Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Guid>>([]);
    }
}
