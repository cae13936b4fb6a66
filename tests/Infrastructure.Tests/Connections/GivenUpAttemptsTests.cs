using Dapper;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Connections;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Connections;

/// <summary>Which attempts count as given up for an absent gateway; what follows from it is the use case's part.</summary>
public sealed class GivenUpAttemptsTests : IAsyncLifetime
{
    private readonly Guid _tenant = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into tenants (id, name, mode, gateway, created_at) values (@tenant, 'tenant', 'Live', 'default', now());
            insert into numbers (id, tenant_id, number, name, provider, state, created_at, updated_at)
            values (@tenant, @tenant, '5511999999999', 'Loja', 'PilotStatus', 'Close', now(), now())
            """,
            new { tenant = _tenant });
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("GATEWAY_UNAVAILABLE", PairingPhase.GatewayUnavailable, 1, true)]
    [InlineData("GATEWAY_NOT_ACTIVATED", PairingPhase.GatewayUnavailable, 1, true)]
    [InlineData("GATEWAY_UNAVAILABLE", PairingPhase.GatewayUnavailable, 16, false)]
    [InlineData("GATEWAY_UNAVAILABLE", PairingPhase.GatewayUnavailable, null, false)]
    [InlineData("GATEWAY_UNAVAILABLE", PairingPhase.Ready, 1, false)]
    // A probe finds nothing wrong with a gateway that refuses one number.
    [InlineData("GATEWAY_ERROR", PairingPhase.GatewayUnavailable, 1, false)]
    [InlineData("PAIRING_STALLED", PairingPhase.Stalled, 1, false)]
    public async Task Given_up_is_what_ended_a_while_ago_for_a_reason_that_a_probe_notices(
        string failure, PairingPhase phase, int? endedMinutesAgo, bool isGivenUp)
    {
        var attempt = await Insert(failure, phase, startedMinutesAgo: 20, endedMinutesAgo);

        (await GivenUp()).Should().Equal(isGivenUp ? [attempt] : []);
    }

    [Fact]
    public async Task An_attempt_that_another_one_followed_is_past()
    {
        await Insert("GATEWAY_UNAVAILABLE", PairingPhase.GatewayUnavailable, 3, 2);
        await Insert(null, PairingPhase.AwaitingScan, 1, null);

        (await GivenUp()).Should().BeEmpty();
    }

    private async Task<IEnumerable<AttemptId>> GivenUp() =>
        (await new AttemptQueries(_database.Source).GivenUp(TimeProvider.System.GetUtcNow().AddMinutes(-15), default))
            .Select(one => one.Id);

    private async Task<AttemptId> Insert(string? failure, PairingPhase phase, int startedMinutesAgo, int? endedMinutesAgo)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (started, ended) = (now.AddMinutes(-startedMinutesAgo), now.AddMinutes(-endedMinutesAgo ?? 0));
        var id = AttemptId.New(started);
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into pairing_attempts (id, tenant_id, number_id, phase, needs_start, sequence, failure_code, started_at, changed_at, ended_at)
            values (@id, @tenant, @tenant, @phase, false, 0, @failure, @started, @ended, @endedAt)
            """,
            new
            {
                id = id.Value,
                tenant = _tenant,
                phase = phase.ToString(),
                failure,
                started,
                ended,
                endedAt = endedMinutesAgo is null ? (DateTimeOffset?)null : ended
            });
        return id;
    }
}
