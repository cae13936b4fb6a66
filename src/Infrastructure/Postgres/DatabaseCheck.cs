using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Postgres;

internal sealed class DatabaseCheck(NpgsqlDataSource database, DatabaseAddresses addresses, TimeProvider clock) : IDatabaseCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<DatabaseState> Check(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await using var session =
                NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(addresses.Session) { Pooling = false, MaxAutoPrepare = 0 });
            await using var connection = await session.OpenConnectionAsync(either.Token);
            var facts = await DatabaseFacts.Read(connection, either.Token);
            var isShared = await DatabaseFacts.IsShared(connection, session, either.Token);
            // What requests use may lead elsewhere.
            await using var pooled = await database.OpenConnectionAsync(either.Token);
            await DatabaseFacts.Read(pooled, either.Token);
            var rights = await DatabaseRights.Missing(pooled, schema: null, either.Token);
            // Jobs are worked on by the session's user.
            var jobRights = await DatabaseRights.Missing(connection, DatabaseRights.JobSchema, either.Token);
            return new(null, facts.MajorVersion, await Migrations.Pending(connection, either.Token), await Skew(connection, either.Token))
            {
                Unfit = facts.Unfit ?? (isShared ? DatabaseFacts.Shared : null),
                IsReadOnly = facts.IsReadOnly,
                LacksRoom = !facts.IsReadOnly && await LacksRoom(pooled, either.Token),
                MissingRights = [.. rights, .. jobRights],
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DatabaseState.Away("The database does not answer in time.");
        }
        catch (Exception exception) when (DatabaseFailure.Of(exception) is { } failure)
        {
            return DatabaseState.Away($"{failure.Meaning} It says: {exception.Message}");
        }
    }

    private static async Task<bool> LacksRoom(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await DatabaseRoom.Demand(connection, cancellationToken);
            return false;
        }
        catch (PostgresException exception) when (DatabaseFailure.Of(exception.SqlState).LacksRoom)
        {
            return true;
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
