using System.Text.Json;
using System.Threading.Channels;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>Who gets his turn, and when: what the rows ask for is told by the tests of the workers.</summary>
public sealed class OutboxLaneTests : IAsyncLifetime, IDisposable
{
    private readonly Channel<OwedRow> _taken = Channel.CreateUnbounded<OwedRow>();
    private readonly Channel<Exception> _failed = Channel.CreateUnbounded<Exception>();
    private readonly TaskCompletionSource _slow = new();
    private readonly CancellationTokenSource _stopping = new();
    private TestDatabase _database = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync() => _database = await TestPostgres.CreateDatabase();

    public async Task DisposeAsync()
    {
        _slow.TrySetResult();
        await _stopping.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        await _database.DisposeAsync();
    }

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task A_row_that_takes_its_time_holds_up_nobody_elses()
    {
        await Owe("slow", number: 1);
        await Owe("quick", number: 2);

        Run(row => row.Payload!.Contains("slow", StringComparison.Ordinal) ? _slow.Task : Finish(row));

        (await Taken()).Should().Be("slow");
        (await Taken()).Should().Be("quick");
    }

    [Fact]
    public async Task What_one_number_is_owed_is_paid_in_turn()
    {
        await Owe("slow", number: 1);
        await Owe("next", number: 1);
        await Owe("other", number: 2);

        Run(async row =>
        {
            if (row.Payload!.Contains("slow", StringComparison.Ordinal))
                await _slow.Task;
            await Finish(row);
        });

        (await Taken()).Should().Be("slow");
        (await Taken()).Should().Be("other");
        _slow.SetResult();
        (await Taken()).Should().Be("next");
    }

    [Fact]
    public async Task No_more_than_its_slots_are_under_way()
    {
        for (var number = 1; number <= 3; number++)
            await Owe($"row {number}", number);

        Run(async row =>
        {
            await _slow.Task;
            await Finish(row);
        });

        (await Taken()).Should().Be("row 1");
        (await Taken()).Should().Be("row 2");
        (await Leased()).Should().Be(2);
        _taken.Reader.TryRead(out _).Should().BeFalse();
        _slow.SetResult();
        (await Taken()).Should().Be("row 3");
    }

    [Fact]
    public async Task Work_that_throws_is_told_and_its_row_stays_leased()
    {
        await Owe("broken", number: 1);

        Run(_ => throw new InvalidOperationException("planted"));

        (await Taken()).Should().Be("broken");
        (await _failed.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Message.Should().Be("planted");
        (await Leased()).Should().Be(1);
    }

    [Fact]
    public async Task The_row_of_a_dead_worker_is_taken_when_its_lease_ends()
    {
        await Owe("left behind", number: 1);
        await Execute("update outbox set lease_id = gen_random_uuid(), lease_until = now() - interval '1 second', attempt = 1");

        Run(Finish);

        (await _taken.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Attempt.Should().Be(2);
    }

    private void Run(Func<OwedRow, Task> work)
    {
        var terms = new OutboxLaneTerms("cleanup", Channels.CleanUp, InFlight: 2, Lease: TimeSpan.FromMinutes(1), Poll: TimeSpan.FromMinutes(1));
        var listener = new PostgresListener(_database.ConnectionString, _database.Source, TimeProvider.System, NullLogger<PostgresListener>.Instance);
        _running = new OutboxLane(terms, _database.Source, listener, TimeProvider.System).Run(
            row =>
            {
                _taken.Writer.TryWrite(row);
                return work(row);
            },
            trouble => _failed.Writer.TryWrite(trouble),
            _stopping.Token);
    }

    private Task Owe(string what, int number) => Execute(
        """
        insert into outbox (id, kind, tenant_id, payload, run_at)
        select gen_random_uuid(), 'cleanup', gen_random_uuid(), jsonb_build_object('number', @number::text, 'what', @what::text), now() - interval '1 hour' + count(*) * interval '1 second' from outbox
        """,
        new { number, what });

    private Task Finish(OwedRow row) => Execute("delete from outbox where id = @Id and lease_id = @LeaseId", row);

    private async Task<string> Taken()
    {
        var row = await _taken.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return JsonDocument.Parse(row.Payload!).RootElement.GetProperty("what").GetString()!;
    }

    private async Task<long> Leased()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>("select count(*) from outbox where lease_until > now()");
    }

    private async Task Execute(string sql, object? values = null)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, values);
    }
}
