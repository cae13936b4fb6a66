using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

/// <summary>
/// Keys that were good a moment ago need no query. A revoke is heard at once by notification; should that be lost,
/// a key outlives its revoke by <see cref="Trust"/> at most. Unknown keys are remembered for <see cref="Doubt"/>, or until any key changes.
/// </summary>
internal sealed class KeyRing : IKeyRing, IDisposable
{
    private const int MostKeys = 10_000;

    /// <summary>Anybody can send unknown keys: they have a place of their own, so that they push no good key out.</summary>
    private const int MostUnknown = 10_000;
    private const string Living =
        """
        select api_keys.id, api_keys.tenant_id, tenants.mode, api_keys.scope, api_keys.number_id, api_keys.named_by_id, api_keys.revoked_at
          from api_keys join tenants on tenants.id = api_keys.tenant_id
         where (api_keys.revoked_at is null or api_keys.revoked_at > @now) and tenants.suspended_at is null
           and tenants.delete_at is null
        """;
    private const string ByHash = Living + " and api_keys.hash = @hash";
    private const string ById = Living + " and api_keys.id = @id";
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly KeyUses _uses;
    private readonly TimeProvider _clock;
    private readonly NotifiedCache<string, Known> _known = new(MostKeys);
    private readonly NotifiedCache<string, DateTimeOffset> _unknown = new(MostUnknown);
    private readonly IDisposable _subscription;

    public KeyRing(NpgsqlDataSource database, PostgresListener listener, KeyUses uses, TimeProvider clock)
    {
        (_database, _uses, _clock) = (database, uses, clock);
        _subscription = listener.Subscribe(Channels.Access, Invalidate, InvalidateAll);
    }

    public async ValueTask<Caller?> Find(RawKey key, CancellationToken cancellationToken)
    {
        var hash = key.Hash();
        return (await Find(Convert.ToHexString(hash), ByHash, new { hash, now = _clock.GetUtcNow() }, cancellationToken))?.Caller;
    }

    public async ValueTask<Caller?> FindNamed(KeyId id, CancellationToken cancellationToken) =>
        await Find(id.ToString(), ById, new { id = id.Value, now = _clock.GetUtcNow() }, cancellationToken) is { NamedById: true } known
            ? known.Caller : null;

    public void Dispose()
    {
        _subscription.Dispose();
        _known.Dispose();
        _unknown.Dispose();
    }

    private async ValueTask<Known?> Find(string name, string sql, object parameters, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (!_known.TryGet(name, out var known) || known!.Until <= now)
        {
            if (_unknown.TryGet(name, out var until) && until > now)
                return null;
            if (await Load(name, sql, parameters, now, cancellationToken) is not { } loaded)
                return null;
            known = loaded;
        }

        _uses.Note(known.Caller.Key, now);
        return known;
    }

    private async Task<Known?> Load(string name, string sql, object parameters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (known, unknown) = (_known.VersionOf(name), _unknown.VersionOf(name));
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        if (row is null)
        {
            _unknown.KeepIfUnchanged(name, now + Doubt, unknown);
            return null;
        }

        var caller = new Caller(new(row.TenantId), row.Mode, new(row.Id), row.Scope, row.NumberId is { } number ? new(number) : null);
        var until = row.RevokedAt is { } end && end < now + Trust ? end : now + Trust;
        var found = new Known(caller, row.NamedById, until);
        _known.KeepIfUnchanged(name, found, known);
        return found;
    }

    private void Invalidate(string payload)
    {
        if (!Guid.TryParse(payload, out var tenant))
            return;
        // A new key has a tenant, an unknown one has none: all of them are in doubt again.
        _unknown.Clear();
        _known.Drop((_, known) => known.Caller.Tenant.Value == tenant);
    }

    private void InvalidateAll()
    {
        _unknown.Clear();
        _known.Clear();
    }

    private sealed record Known(Caller Caller, bool NamedById, DateTimeOffset Until);

    private sealed record Row(
        Guid Id, Guid TenantId, TenantMode Mode, KeyScope Scope, Guid? NumberId, bool NamedById, DateTimeOffset? RevokedAt);
}
