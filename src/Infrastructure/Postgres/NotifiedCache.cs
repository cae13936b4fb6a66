using Microsoft.Extensions.Caching.Memory;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// What was read from the database, until a notification says that it changed. What was being read while a notification arrived is
/// answered and not kept: it may be older than the change.
/// </summary>
/// <param name="most">Entries; beyond it the least used ones go.</param>
/// <param name="stripes">Parts in which keys change without holding up each other; 1 where the keys that a notification concerns are found
/// by their values.</param>
internal sealed class NotifiedCache<TKey, TValue>(int most, int stripes = 1) : IDisposable
    where TKey : notnull
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = most });
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, stripes).Select(_ => new Stripe())];

    public bool TryGet(TKey key, out TValue? value) => _kept.TryGetValue(key, out value);

    /// <param name="mayKeep">Asked after reading: false while notifications do not arrive.</param>
    public async ValueTask<TValue> Get(
        TKey key, Func<CancellationToken, Task<TValue>> read, Func<TValue, bool> mayKeep, CancellationToken cancellationToken)
    {
        if (TryGet(key, out var known))
            return known!;

        var version = VersionOf(key);
        var value = await read(cancellationToken);
        if (mayKeep(value))
            KeepIfUnchanged(key, value, version);
        return value;
    }

    /// <summary>To be taken before reading what <see cref="KeepIfUnchanged"/> is to keep.</summary>
    public long VersionOf(TKey key) => Volatile.Read(ref StripeOf(key).Changes);

    public void KeepIfUnchanged(TKey key, TValue value, long version)
    {
        var stripe = StripeOf(key);
        lock (stripe.Gate)
        {
            if (version == stripe.Changes)
                Keep(key, value);
        }
    }

    /// <summary>For what is true whatever else changes.</summary>
    public void Keep(TKey key, TValue value) => _kept.Set(key, value, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Idle });

    public void Drop(TKey key)
    {
        var stripe = StripeOf(key);
        lock (stripe.Gate)
        {
            stripe.Changes++;
            _kept.Remove(key);
        }
    }

    public void Drop(Func<TKey, TValue, bool> isConcerned)
    {
        Changed();
        foreach (var key in _kept.Keys.Cast<TKey>())
        {
            if (TryGet(key, out var value) && isConcerned(key, value!))
                _kept.Remove(key);
        }
    }

    public void Clear()
    {
        Changed();
        _kept.Clear();
    }

    public void Dispose() => _kept.Dispose();

    private void Changed()
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe.Gate)
                stripe.Changes++;
        }
    }

    private Stripe StripeOf(TKey key) => _stripes[(uint)key.GetHashCode() % (uint)_stripes.Length];

    private sealed class Stripe
    {
        public readonly Lock Gate = new();
        public long Changes;
    }
}
