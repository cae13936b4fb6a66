using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Postgres;

internal sealed class DatabaseHealth(NpgsqlDataSource database, ConnectionPools pools, TimeProvider clock) : IDatabaseHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A database that stays read-only would otherwise be connected to anew by every request.</summary>
    private static readonly TimeSpan BetweenDrops = TimeSpan.FromSeconds(1);
    private long _lastDrop;
    private volatile bool _isMigrated;

    /// <summary>A statement failed for that. Reading goes on with a full disk, so that nothing else would show it.</summary>
    private volatile bool _lacksRoom;

    public string? Explain(Exception exception)
    {
        if (DatabaseFailure.Of(exception) is not { IsUnavailable: true } failure)
            return null;
        if (failure.DropsConnections)
            DropConnections();
        if (failure.LacksRoom)
            _lacksRoom = true;
        return failure.Meaning;
    }

    public async Task<string?> WhyNotReady(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await using var connection = await database.OpenConnectionAsync(either.Token);
            if ((await DatabaseFacts.Read(connection, either.Token)).IsReadOnly)
            {
                DropConnections();
                return DatabaseFailure.Of(PostgresErrorCodes.ReadOnlySqlTransaction).Meaning;
            }

            if (_lacksRoom)
            {
                await DatabaseRoom.Demand(connection, either.Token);
                _lacksRoom = false;
            }

            _isMigrated = _isMigrated || (await Migrations.Pending(connection, either.Token)).Count == 0;
            if (!_isMigrated)
                return "Migrations are missing: run pilotpairing migrate.";
            var missing = await DatabaseRights.Missing(connection, schema: null, either.Token);
            return missing.Count == 0 ? null : DatabaseFailure.Of(PostgresErrorCodes.InsufficientPrivilege).Meaning;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "The database does not answer in time.";
        }
        catch (Exception exception) when (Explain(exception) is { } why)
        {
            return why;
        }
    }

    private void DropConnections()
    {
        var (last, now) = (Volatile.Read(ref _lastDrop), clock.GetTimestamp());
        if ((last == 0 || clock.GetElapsedTime(last, now) >= BetweenDrops) && Interlocked.CompareExchange(ref _lastDrop, now, last) == last)
            pools.Clear();
    }
}
