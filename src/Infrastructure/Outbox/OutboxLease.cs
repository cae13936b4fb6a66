using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure.Outbox;

/// <summary>A claim by the database's clock, extended for as long as its job lives.</summary>
internal sealed class OutboxLease(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>What a dead process costs, together with the pause of the recurring job that finds its rows.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    /// <summary>Runs the work and extends the row's lease meanwhile.</summary>
    public async Task Hold(OutboxRow row, Func<Task> work)
    {
        using var done = new CancellationTokenSource();
        var heartbeats = Extend(row, done.Token);
        try
        {
            await work();
        }
        finally
        {
            await done.CancelAsync();
            await heartbeats;
        }
    }

    private async Task Extend(OutboxRow row, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(Length / 3, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
                return;
            try
            {
                await using var connection = await database.OpenConnectionAsync(done);
                await connection.ExecuteAsync(new CommandDefinition(
                    "update outbox set lease_until = now() + @length where id = @Id and lease_id = @LeaseId", new { row.Id, row.LeaseId, length = Length }, cancellationToken: done));
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or TimeoutException)
            {
                // The next heartbeat tries again; the lease outlives two that fail.
            }
        }
    }
}
