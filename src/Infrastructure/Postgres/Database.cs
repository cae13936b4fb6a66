using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>The one data source of a process, and what Dapper must know before its first query.</summary>
public static class Database
{
    private const int PreparedStatements = 50;

    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Npgsql hands out DateTime for timestamptz; our rows hold DateTimeOffset.
        SqlMapper.AddTypeHandler(new InstantHandler());
    }

    /// <param name="isShared">Connections lead through a pooler that changes the backend between transactions: nothing may stay with
    /// one.</param>
    public static NpgsqlDataSource Open(string connectionString, bool isShared = false)
    {
        var (settings, chosen) =
            (new NpgsqlConnectionStringBuilder(connectionString), new DbConnectionStringBuilder { ConnectionString = connectionString });
        bool IsChosen(params ReadOnlySpan<string> spellings)
        {
            foreach (var spelling in spellings)
            {
                if (chosen.ContainsKey(spelling))
                    return true;
            }

            return false;
        }

        if (!IsChosen("Max Auto Prepare", nameof(settings.MaxAutoPrepare)))
            settings.MaxAutoPrepare = isShared ? 0 : PreparedStatements;
        // No statement of ours or of Hangfire leaves anything on a session, and a reset costs a transaction each time one is used.
        if (!IsChosen("No Reset On Close", nameof(settings.NoResetOnClose)))
            settings.NoResetOnClose = true;
        if (!IsChosen("Application Name", nameof(settings.ApplicationName)))
            settings.ApplicationName = "pilotpairing";
        return NpgsqlDataSource.Create(settings.ConnectionString);
    }

    /// <summary>What an exception says of the database, as a sentence; null when it is none of the database's.</summary>
    public static string? Explain(Exception exception) =>
        DatabaseFailure.Of(exception) is { IsUnavailable: true } failure ? failure.Meaning : null;

    /// <summary>Checks, before anything is changed, what no later check could mend.</summary>
    /// <param name="session">Leads to PostgreSQL itself, for what belongs to a session.</param>
    /// <exception cref="UnfitDatabaseException">The database cannot be used as it is; the message says why.</exception>
    public static async Task Demand(string session, CancellationToken cancellationToken)
    {
        await using var database =
            NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(session) { Pooling = false, MaxAutoPrepare = 0 });
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var facts = await DatabaseFacts.Read(connection, cancellationToken);
        if (facts.Unfit is { } unfit)
            throw new UnfitDatabaseException(unfit);
        if (await DatabaseFacts.IsShared(connection, database, cancellationToken))
            throw new UnfitDatabaseException(DatabaseFacts.Shared);
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;
    }
}
