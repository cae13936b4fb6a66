using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

/// <summary>
/// Keys that were good a moment ago need no query. A revoke is heard at once by notification; should that be lost,
/// a key outlives its revoke by <see cref="Trust"/> at most. Unknown keys are asked for every time.
/// </summary>
internal sealed class KeyRing : IKeyRing, IDisposable
{
    private const int MostKeys = 10_000;
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly IDisposable _subscription;

    public KeyRing(NpgsqlDataSource database, PostgresListener listener, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _subscription = listener.Subscribe(Channels.Access, _ => _known.Clear(), _known.Clear);
    }

    public async ValueTask<Caller?> Find(RawKey key, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var hash = Convert.ToHexString(key.Hash());
        if (_known.TryGetValue(hash, out var known) && known.Until > now)
            return known.Caller;

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select api_keys.id, api_keys.tenant_id, tenants.mode, api_keys.scope, api_keys.number_id, api_keys.revoked_at
              from api_keys join tenants on tenants.id = api_keys.tenant_id
             where api_keys.hash = @hash and (api_keys.revoked_at is null or api_keys.revoked_at > @now)
            """,
            new { hash = key.Hash(), now }, cancellationToken: cancellationToken));
        if (row is null)
            return null;

        var caller = new Caller(new(row.TenantId), row.Mode, new(row.Id), row.Scope, row.NumberId is { } number ? new(number) : null);
        var until = row.RevokedAt is { } end && end < now + Trust ? end : now + Trust;
        if (_known.Count >= MostKeys)
            _known.Clear();
        _known[hash] = new(caller, until);
        return caller;
    }

    public void Dispose() => _subscription.Dispose();

    private sealed record Known(Caller Caller, DateTimeOffset Until);

    private sealed record Row(Guid Id, Guid TenantId, TenantMode Mode, KeyScope Scope, Guid? NumberId, DateTimeOffset? RevokedAt);
}
