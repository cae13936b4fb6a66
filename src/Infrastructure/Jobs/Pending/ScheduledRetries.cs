using System.Collections.Concurrent;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Which retries this process scheduled a job for: an endpoint with many rows that wait needs one job, not one a row.</summary>
internal sealed class ScheduledRetries(TimeProvider clock)
{
    private const int Many = 100_000;
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<Guid, (DateTimeOffset Due, string? Job)> _due = new();

    /// <summary>True if no job of this process comes by then; it counts as scheduled from here on.</summary>
    public bool IsEarlier(Guid endpoint, TimeSpan next)
    {
        var now = clock.GetUtcNow();
        var due = now + next;
        if (_due.TryGetValue(endpoint, out var known) && known.Due > now && known.Due <= due + Near)
            return false;
        if (_due.Count > Many)
            _due.Clear();
        _due[endpoint] = (due, null);
        return true;
    }

    /// <param name="job">The one that was scheduled because of <see cref="IsEarlier"/>.</param>
    public void Scheduled(Guid endpoint, string job)
    {
        if (_due.TryGetValue(endpoint, out var known))
            _due.TryUpdate(endpoint, known with { Job = job }, known);
    }

    /// <summary>A process whose clock is ahead may begin it early: it is no longer on its way then.</summary>
    public void Began(Guid endpoint, string? job)
    {
        if (job is not null && _due.TryGetValue(endpoint, out var known) && known.Job == job)
            _due.TryRemove(new(endpoint, known));
    }
}
