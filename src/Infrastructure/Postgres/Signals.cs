using System.Collections.Concurrent;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// Wakes all waiters for a key. A waiter takes <see cref="Subscription.Next"/> before it reads, so that it misses no signal.
/// </summary>
internal sealed class Signals
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Subscription, byte>> _waiting = new();

    public Subscription On(Guid key)
    {
        var subscription = new Subscription(this, key);
        while (true)
        {
            var group = _waiting.GetOrAdd(key, _ => new());
            group[subscription] = 0;
            // The group may have been dropped by its last leaver in between.
            if (_waiting.TryGetValue(key, out var current) && ReferenceEquals(current, group))
                return subscription;
        }
    }

    public void Pulse(Guid key)
    {
        if (!_waiting.TryGetValue(key, out var group))
            return;
        foreach (var subscription in group.Keys)
            subscription.Fire();
    }

    public void PulseAll()
    {
        foreach (var key in _waiting.Keys)
            Pulse(key);
    }

    private void Leave(Guid key, Subscription subscription)
    {
        if (!_waiting.TryGetValue(key, out var group))
            return;
        group.TryRemove(subscription, out _);
        if (group.IsEmpty && _waiting.TryRemove(new(key, group)))
        {
            foreach (var late in group.Keys)
            {
                _waiting.GetOrAdd(key, _ => new())[late] = 0;
                late.Fire();
            }
        }
    }

    internal sealed class Subscription(Signals signals, Guid key) : IDisposable
    {
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Next => Volatile.Read(ref _next).Task;

        public void Fire() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

        public void Dispose() => signals.Leave(key, this);
    }
}
