using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// Whether the database has room for more. With a full disk it answers, and what fits into pages that it has still succeeds.
/// </summary>
internal static class DatabaseRoom
{
    /// <exception cref="PostgresException">It has none.</exception>
    public static async Task Demand(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var may = new NpgsqlCommand("select has_database_privilege(current_database(), 'temporary')", connection);
        if (!(bool)(await may.ExecuteScalarAsync(cancellationToken))!)
            return;
        // It needs a new page on the disk, and is gone with its own transaction.
        await using var take =
            new NpgsqlCommand("create temporary table room on commit drop as select repeat('x', 1000) as page", connection);
        await take.ExecuteNonQueryAsync(cancellationToken);
    }
}
