using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Access;

/// <summary>When a key was used is written behind the requests, once a minute and never backwards.</summary>
public sealed class KeyUsesTests : IAsyncLifetime
{
    private static readonly KeyId Key = new(new Guid("11111111-1111-1111-1111-111111111111"));
    private readonly FakeClock _clock = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into tenants (id, name, mode, gateway, created_at) values (@key, 'tenant', 'Test', 'simulator', now());
            insert into api_keys (id, tenant_id, hash, prefix, last4, scope, created_at) values (@key, @key, '\x01', 'ps_test_', 'last', 'Tenant', now());
            """,
            new { key = Key.Value });
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_minute_of_uses_is_one_write_of_the_latest()
    {
        using var uses = new KeyUses(_database.Source, _clock, NullLogger<KeyUses>.Instance);
        await uses.StartAsync(default);
        await _clock.UntilWaiting(1);
        var first = _clock.GetUtcNow();
        uses.Note(Key, first);
        uses.Note(Key, first.AddSeconds(40));
        (await LastUsed()).Should().BeNull("the minute is not over");

        _clock.Advance(TimeSpan.FromMinutes(1));

        while (await LastUsed() is null)
            await Task.Yield();
        (await LastUsed()).Should().Be(first.AddSeconds(40));
        await uses.StopAsync(default);
    }

    [Fact]
    public async Task What_is_noted_when_the_process_stops_is_written()
    {
        using var uses = new KeyUses(_database.Source, _clock, NullLogger<KeyUses>.Instance);
        await uses.StartAsync(default);
        uses.Note(Key, _clock.GetUtcNow());

        await uses.StopAsync(default);

        (await LastUsed()).Should().Be(_clock.GetUtcNow());
    }

    [Fact]
    public async Task Another_nodes_later_use_stays()
    {
        using var uses = new KeyUses(_database.Source, _clock, NullLogger<KeyUses>.Instance);
        uses.Note(Key, _clock.GetUtcNow());
        await uses.Write(default);
        uses.Note(Key, _clock.GetUtcNow().AddMinutes(-5));

        await uses.Write(default);

        (await LastUsed()).Should().Be(_clock.GetUtcNow());
    }

    private async Task<DateTimeOffset?> LastUsed()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<DateTimeOffset?>("select last_used_at from api_keys where id = @key",
            new { key = Key.Value });
    }
}
