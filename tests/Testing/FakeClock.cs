using Microsoft.Extensions.Time.Testing;

namespace PilotPairing.Testing;

/// <summary>
/// A clock that stands still until it is advanced and drives timers and delays made by it. It adds to <see cref="FakeTimeProvider"/> that a
/// test can wait until the code under test, on a thread of its own, has armed its timers: the moment to advance.
/// </summary>
public sealed class FakeClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _gate = new();
    private readonly HashSet<CountedTimer> _armed = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];

    public FakeClock() : this(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(this);
        timer.Start(base.CreateTimer(timer.Fire(callback), state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), dueTime, period);
        return timer;
    }

    /// <summary>Completes once that many timers are armed at the same time.</summary>
    public Task UntilWaiting(int timers)
    {
        lock (_gate)
        {
            if (_armed.Count >= timers)
                return Task.CompletedTask;

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((timers, reached));
            return reached.Task;
        }
    }

    private void Disarm(CountedTimer timer)
    {
        lock (_gate)
        {
            timer.HasFired = true;
            _armed.Remove(timer);
        }
    }

    private void Arm(CountedTimer timer)
    {
        lock (_gate)
        {
            // It may have been due at once, or another thread may have advanced the clock already.
            if (timer.HasFired)
                return;

            _armed.Add(timer);
            foreach (var watcher in _watchers.Where(watcher => _armed.Count >= watcher.Count))
                watcher.Reached.TrySetResult();
            _watchers.RemoveAll(watcher => watcher.Reached.Task.IsCompleted);
        }
    }

    private sealed class CountedTimer(FakeClock clock) : ITimer
    {
        private ITimer? _timer;
        private TimeSpan _period;

        public bool HasFired { get; set; }

        public TimerCallback Fire(TimerCallback callback) => state =>
        {
            if (_period <= TimeSpan.Zero)
                clock.Disarm(this);
            callback(state);
        };

        public void Start(ITimer timer, TimeSpan dueTime, TimeSpan period)
        {
            _timer = timer;
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Disarm(this);
            (_period, HasFired) = (period, false);
            var isAlive = _timer!.Change(dueTime, period);
            if (isAlive && dueTime != Timeout.InfiniteTimeSpan)
                clock.Arm(this);
            return isAlive;
        }

        public void Dispose()
        {
            clock.Disarm(this);
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
