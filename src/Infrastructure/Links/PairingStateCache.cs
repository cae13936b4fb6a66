using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Links;

internal sealed class PairingStateCache : IPairingStateCache, IDisposable
{
    private const int MostTopics = 50_000;
    private const int Stripes = 1024;

    private readonly NpgsqlDataSource _database;
    private readonly PostgresListener _listener;
    private readonly TimeProvider _clock;
    private readonly Signals _signals = new();
    private readonly NotifiedCache<Guid, PairingTopic> _topics = new(MostTopics, Stripes);
    private readonly NotifiedCache<TokenHash, Guid> _keys = new(4 * MostTopics);
    private readonly IDisposable _subscription;

    public PairingStateCache(NpgsqlDataSource database, PostgresListener listener, TimeProvider clock)
    {
        (_database, _listener, _clock) = (database, listener, clock);
        _subscription = listener.Subscribe(Channels.Pairing, Invalidate, InvalidateAll);
    }

    public async ValueTask<LinkView?> Find(TokenHash token, CancellationToken cancellationToken)
    {
        if (await KeyOf(token, cancellationToken) is not { } key)
            return null;
        var topic = await Topic(key, cancellationToken);
        if ((topic.Links.GetValueOrDefault(token) ?? await DeadLink(token, cancellationToken)) is not { } link)
            return null;
        if (link.Number is { } number && number.Value != key)
        {
            _keys.Keep(token, number.Value);
            topic = await Topic(number.Value, cancellationToken);
        }

        return new(link, topic.Pairing);
    }

    public async ValueTask<PairingView?> Find(NumberId number, CancellationToken cancellationToken) =>
        (await Topic(number.Value, cancellationToken)).Pairing;

    public async Task<PairingView?> Fresh(NumberId number, CancellationToken cancellationToken)
    {
        _topics.Drop(number.Value);
        return (await Topic(number.Value, cancellationToken)).Pairing;
    }

    public async IAsyncEnumerable<PairingView> Follow(NumberId number, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var signal = _signals.On(number.Value);
        while (true)
        {
            var changed = signal.Next;
            if (await Find(number, cancellationToken) is not { } view)
                yield break;
            yield return view;
            await changed.WaitAsync(cancellationToken);
        }
    }

    public async IAsyncEnumerable<LinkView> Follow(TokenHash token, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await KeyOf(token, cancellationToken) is not { } key)
            yield break;
        using var signal = _signals.On(key);
        while (true)
        {
            var changed = signal.Next;
            if (await Find(token, cancellationToken) is not { } view)
                yield break;
            yield return view;
            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _topics.Dispose();
        _keys.Dispose();
    }

    private ValueTask<PairingTopic> Topic(Guid key, CancellationToken cancellationToken) =>
        _topics.Get(key, token => PairingTopic.Load(_database, key, _clock.GetUtcNow(), token), _ =>
            _listener.IsListening, cancellationToken);

    /// <summary>The topic a token belongs to changes once, when its link gets a number; a read of the link notices it.</summary>
    private async ValueTask<Guid?> KeyOf(TokenHash token, CancellationToken cancellationToken)
    {
        if (_keys.TryGet(token, out var known))
            return known;

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var key = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select coalesce(number_id, id) from pairing_links where token_hash = @hash", new { hash = token.ToArray() },
            cancellationToken: cancellationToken));
        if (key is { } found)
            _keys.Keep(token, found);
        return key;
    }

    private async Task<PairingLink?> DeadLink(TokenHash token, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<LinkRow>(new CommandDefinition(
            $"select {LinkRow.Columns} from pairing_links where token_hash = @hash", new { hash = token.ToArray() },
            cancellationToken: cancellationToken));
        return row?.ToLink();
    }

    private void Invalidate(string payload)
    {
        if (!Guid.TryParse(payload, out var key))
            return;
        _topics.Drop(key);
        _signals.Pulse(key);
    }

    private void InvalidateAll()
    {
        _topics.Clear();
        _signals.PulseAll();
    }
}
