using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Postgres;

internal sealed class DatabaseCheck(NpgsqlDataSource database, TimeProvider clock) : IDatabaseCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<DatabaseState> Look(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await using var connection = await database.OpenConnectionAsync(either.Token);
            return new(null, connection.PostgreSqlVersion.Major, await Migrations.Pending(connection, either.Token), await Skew(connection, either.Token));
        }
        catch (NpgsqlException away)
        {
            return DatabaseState.Away(away is PostgresException refused ? $"The database refuses: {refused.MessageText}." : $"The database does not answer: {away.Message}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DatabaseState.Away("The database does not answer in time.");
        }
    }

    private async Task<TimeSpan> Skew(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("select clock_timestamp()", connection);
        var before = clock.GetUtcNow();
        var there = (DateTime)(await ask.ExecuteScalarAsync(cancellationToken))!;
        return new DateTimeOffset(there, TimeSpan.Zero) - (before + ((clock.GetUtcNow() - before) / 2));
    }
}
