using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Access;

/// <summary>Two who make a number's key at the same moment: the second waits for the first and ends its key.</summary>
public sealed class NumberKeyRaceTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly TenantId _tenant = TenantId.New(Now);
    private readonly NumberId _number = NumberId.New(Now);
    private TestDatabase _database = null!;
    private PostgresListener _listener = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        _listener = new(_database.ConnectionString, _database.Source, TimeProvider.System, NullLogger<PostgresListener>.Instance);
        await using var work = await Store().Begin(default);
        work.Tenants.Add(new(_tenant, "tenant", TenantMode.Test, Tenant.Simulator), Now);
        await work.Commit(default);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose()
    {
        _listener.Dispose();
        _random.Dispose();
    }

    [Fact]
    public async Task One_key_is_left()
    {
        await using var first = await Store().Begin(default);
        await first.Keys.RetireOf(_tenant, _number, Now, Now);
        first.Keys.Add(Key());
        await using var second = await Store().Begin(default);
        var retiring = second.Keys.RetireOf(_tenant, _number, Now, Now);
        while (!retiring.IsCompleted && !await SomebodyWaits())
            await Task.Yield();

        await first.Commit(default);
        await retiring;
        var last = Key();
        second.Keys.Add(last);
        await second.Commit(default);

        (await Living()).Should().Equal(last.Id.Value);
    }

    private Store Store() => new(
        _database.Source, _listener, new PendingSignals(TimeProvider.System),
        Postgres.TestRepositories.Of(services =>
            services.AddRepository<ITenants, TenantRepository>().AddRepository<IKeys, KeyRepository>()),
        new CurrentClaim(), new CommittedWork());

    private ApiKey Key() => new(KeyId.Draw(_random), _tenant, RawKey.Draw(TenantMode.Test, _random), KeyScope.Number, _number, Now);

    private async Task<bool> SomebodyWaits()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')");
    }

    private async Task<IReadOnlyList<Guid>> Living()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<Guid>("select id from api_keys where number_id = @number and revoked_at is null",
            new { number = _number.Value })];
    }
}
