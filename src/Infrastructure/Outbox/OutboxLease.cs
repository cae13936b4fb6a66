using Npgsql;

namespace PilotPairing.Infrastructure.Outbox;

/// <summary>A claim by the database's clock, extended for as long as its job lives.</summary>
internal sealed class OutboxLease(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>
    /// What a dead process costs, together with the pause of the recurring job that finds its rows. A living one extends it.
    /// </summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Runs the work and extends the row's lease meanwhile.</summary>
    public Task<T> Hold<T>(OutboxRow row, Func<Task<T>> work) => Heartbeat.During(work, Length, done => Extend(row, done), clock);

    /// <summary>Gives the row back; it is due again after the pause.</summary>
    public Task Postpone(OutboxRow row, TimeSpan pause, CancellationToken cancellationToken) => database.Execute(
        "update outbox set lease_id = null, lease_until = null, run_at = now() + @pause where id = @Id and lease_id = @LeaseId",
        new { row.Id, row.LeaseId, pause }, cancellationToken);

    /// <summary>After a failed attempt: five seconds, doubled with each, up to ten minutes.</summary>
    public Task PostponeFailed(OutboxRow row) => Postpone(row, PauseAfter(row.Attempt), CancellationToken.None);

    private static TimeSpan PauseAfter(int attempt)
    {
        var pause = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(attempt, 10) - 1));
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task Extend(OutboxRow row, CancellationToken done)
    {
        try
        {
            await database.Execute("update outbox set lease_until = now() + @length where id = @Id and lease_id = @LeaseId",
                new { row.Id, row.LeaseId, length = Length }, done);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // The next heartbeat tries again; the lease outlives two that fail.
        }
    }
}
