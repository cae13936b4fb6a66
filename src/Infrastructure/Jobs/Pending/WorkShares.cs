using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Pending;

internal enum Start
{
    Started,

    /// <summary>This process already works on it; it is worked on again afterwards.</summary>
    Running,

    /// <summary>Its share of the workers is used up; it is enqueued again when a place is free.</summary>
    Waiting,
}

/// <summary>
/// What this process has enqueued, runs and keeps waiting, in memory. Two jobs of one piece of work never run here at once, and no share
/// (a tenant's, a gateway's) takes more than a quarter of a queue's workers. What is lost with the process is found again by its rows.
/// </summary>
internal sealed class WorkShares(IReadOnlyDictionary<string, int> workers, TimeProvider clock)
{
    /// <summary>A job that did not start here within this was probably started by another process.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<PendingWork, Entry> _entries = [];
    private readonly Dictionary<(string Queue, string Share), Taken> _taken = [];
    private readonly HashSet<PendingWork> _waiting = [];

    /// <summary>Whether something waits for a place or for its job to start, and <see cref="TakeReady"/> has to be asked.</summary>
    public bool HasUnsettled
    {
        get
        {
            lock (_gate)
                return _waiting.Count > 0 || _entries.Values.Any(entry => entry.IsAskedAgain && !entry.IsRunning);
        }
    }

    /// <summary>True if a job is to be enqueued now.</summary>
    public bool Admit(WorkItem item)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(item.Work, out var entry))
            {
                if (entry.IsRunning || IsFresh(entry))
                {
                    entry.IsAskedAgain = true;
                    return false;
                }

                Remove(item.Work, entry);
            }

            var taken = TakenOf(item.Queue, item.Share);
            if (taken.Running + taken.Enqueued >= Limit(item.Queue))
            {
                Wait(item.Work, taken);
                return false;
            }

            _waiting.Remove(item.Work);
            taken.Enqueued++;
            _entries[item.Work] = new(item.Queue, item.Share, clock.GetTimestamp());
            return true;
        }
    }

    public Start TryStart(PendingWork work, string queue, string share)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(work, out var entry))
            {
                if (entry.IsRunning)
                {
                    entry.IsAskedAgain = true;
                    return Start.Running;
                }

                Remove(work, entry);
            }

            var taken = TakenOf(queue, share);
            if (taken.Running >= Limit(queue))
            {
                Wait(work, taken);
                return Start.Waiting;
            }

            _waiting.Remove(work);
            taken.Running++;
            _entries[work] = new(queue, share, 0) { IsRunning = true };
            return Start.Started;
        }
    }

    /// <summary>Ends what <see cref="TryStart"/> started.</summary>
    /// <returns>What is to be signalled now: itself if it was asked for meanwhile, and the next that waits for its place.</returns>
    public IReadOnlyList<PendingWork> Finish(PendingWork work)
    {
        lock (_gate)
        {
            var entry = _entries[work];
            var ready = new List<PendingWork>();
            if (Remove(work, entry).Dequeue(_waiting) is { } next)
                ready.Add(next);
            if (entry.IsAskedAgain)
                ready.Add(work);
            return ready;
        }
    }

    /// <summary>What to ask again: work whose job did not start here, and work that waits where places are free.</summary>
    public IReadOnlyList<PendingWork> TakeReady()
    {
        lock (_gate)
        {
            var ready = new List<PendingWork>();
            foreach (var (work, entry) in _entries.Where(pair => !pair.Value.IsRunning && !IsFresh(pair.Value)).ToList())
            {
                Remove(work, entry);
                if (entry.IsAskedAgain)
                    ready.Add(work);
            }

            foreach (var ((queue, _), taken) in _taken)
            {
                for (var free = Limit(queue) - taken.Running - taken.Enqueued; free > 0 && taken.Dequeue(_waiting) is { } next; free--)
                    ready.Add(next);
            }

            foreach (var (key, taken) in _taken.Where(pair => pair.Value.IsEmpty).ToList())
                _taken.Remove(key);

            return ready;
        }
    }

    private int Limit(string queue) => Math.Max(1, workers[queue] / 4);

    private bool IsFresh(Entry entry) => clock.GetElapsedTime(entry.EnqueuedAt) < StartsWithin;

    private Taken TakenOf(string queue, string share)
    {
        if (!_taken.TryGetValue((queue, share), out var taken))
            _taken[(queue, share)] = taken = new();
        return taken;
    }

    private void Wait(PendingWork work, Taken taken)
    {
        if (_waiting.Add(work))
            taken.Waiting.Enqueue(work);
    }

    private Taken Remove(PendingWork work, Entry entry)
    {
        _entries.Remove(work);
        var taken = TakenOf(entry.Queue, entry.Share);
        if (entry.IsRunning)
            taken.Running--;
        else
            taken.Enqueued--;
        if (taken.IsEmpty)
            _taken.Remove((entry.Queue, entry.Share));
        return taken;
    }

    private sealed class Entry(string queue, string share, long enqueuedAt)
    {
        public string Queue => queue;

        public string Share => share;

        public long EnqueuedAt => enqueuedAt;

        public bool IsRunning { get; init; }

        public bool IsAskedAgain { get; set; }
    }

    private sealed class Taken
    {
        public Queue<PendingWork> Waiting { get; } = new();

        public bool IsEmpty => this is { Running: 0, Enqueued: 0, Waiting.Count: 0 };

        public int Running { get; set; }

        public int Enqueued { get; set; }

        /// <summary>What no longer waits may still stand in the line; it is passed over.</summary>
        public PendingWork? Dequeue(HashSet<PendingWork> waiting)
        {
            while (Waiting.TryDequeue(out var work))
            {
                if (waiting.Remove(work))
                    return work;
            }

            return null;
        }
    }
}
