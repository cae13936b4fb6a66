using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

/// <summary>
/// A turn of a periodic job: within a budget, and never two of the same job at once, on whatever node. The lock belongs to a transaction
/// that does nothing else, so it ends with the process that held it.
/// </summary>
internal sealed class PeriodicRun(NpgsqlDataSource database, TimeProvider clock)
{
    public async Task Once(string job, TimeSpan budget, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var enough = new CancellationTokenSource(budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, stopping);
        await using var connection = await database.OpenConnectionAsync(either.Token);
        await using var turn = await connection.BeginTransactionAsync(either.Token);
        var isFirst = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select pg_try_advisory_xact_lock(hashtextextended('job ' || @job, 0))", new { job }, turn, cancellationToken: either.Token));
        if (isFirst)
            await work(either.Token);
    }
}
