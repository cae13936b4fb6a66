using System.Collections.Concurrent;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Which retries this process scheduled a job for: an endpoint with many rows that wait needs one job, not one a row.</summary>
internal sealed class ScheduledRetries(TimeProvider clock)
{
    private const int Many = 100_000;
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _due = new();

    /// <summary>True if no job of this process comes by then; it counts as scheduled from here on.</summary>
    public bool IsEarlier(Guid endpoint, TimeSpan next)
    {
        var now = clock.GetUtcNow();
        var due = now + next;
        if (_due.TryGetValue(endpoint, out var known) && known > now && known <= due + Near)
            return false;
        if (_due.Count > Many)
            _due.Clear();
        _due[endpoint] = due;
        return true;
    }
}
