using Dapper;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Connections;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Connections;

/// <summary>Who watches an attempt while nodes come, go and die.</summary>
public sealed class AttemptLeasesTests : IAsyncLifetime
{
    private static readonly TimeSpan FoundWithin = TimeSpan.FromSeconds(5);
    private readonly NumberId _number = NumberId.New(TimeProvider.System.GetUtcNow());
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into tenants (id, name, mode, gateway, created_at) values (@number, 'tenant', 'Test', 'simulator', now());
            insert into numbers (id, tenant_id, number, name, provider, state, created_at, updated_at)
            values (@number, @number, '5511999999999', 'Loja', 'PilotStatus', 'Close', now(), now());
            insert into pairing_attempts (id, tenant_id, number_id, phase, needs_start, sequence, started_at, changed_at)
            values (@number, @number, @number, 'Preparing', true, 0, now(), now())
            """,
            new { number = _number.Value });
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task The_attempt_of_a_dead_node_is_claimed_within_five_seconds_and_that_of_a_living_one_never()
    {
        var (first, second) = (Node(), Node());
        (await first.Beat([], default)).Claimed.Should().Equal(_number);

        // It lives on from beat to beat, beyond the life of a single one.
        for (var beat = 0; beat < 4; beat++)
        {
            await Pass(AttemptLeases.Life / 2);
            (await second.Beat([], default)).Claimed.Should().BeEmpty();
            (await first.Beat([_number], default)).Kept.Should().Equal(_number);
        }

        await Pass(AttemptLeases.Life);
        (await second.Beat([], default)).Claimed.Should().Equal(_number);
        (AttemptLeases.Life + AttemptLeases.BeatEvery).Should().BeLessThan(FoundWithin);

        (await first.Beat([_number], default)).Kept.Should().BeEmpty("another node watches it by now");
    }

    [Fact]
    public async Task A_node_that_stops_hands_over_at_once()
    {
        var (first, second) = (Node(), Node());
        (await first.Beat([], default)).Claimed.Should().ContainSingle();

        await first.ReleaseAll(default);

        (await second.Beat([], default)).Claimed.Should().Equal(_number);
    }

    [Fact]
    public async Task Of_many_nodes_at_once_one_claims_it()
    {
        var beats = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Node().Beat([], default)));

        beats.Sum(beat => beat.Claimed.Count).Should().Be(1);
    }

    /// <summary>By the clock that counts: the database's.</summary>
    private async Task Pass(TimeSpan time)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync("update pairing_watchers set alive_until = alive_until - @time", new { time });
    }

    private AttemptLeases Node() => new(_database.Source, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));
}
