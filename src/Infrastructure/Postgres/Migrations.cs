using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// Brings a database to the schema of this build. All that is missing goes in as one transaction, or nothing does; several starters
/// wait for each other and the later ones find nothing to do.
/// </summary>
public static class Migrations
{
    private const long TurnKey = 0x5069_6c6f_7450_6169;

    /// <summary>Changes whenever a migration is added or altered.</summary>
    public static string Fingerprint { get; } = FingerprintOf(MigrationScript.Embedded());

    /// <returns>How many migrations were applied.</returns>
    public static Task<int> Apply(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        Apply(database, MigrationScript.Embedded(), cancellationToken);

    /// <summary>The missing scripts, by name and in order; reading creates nothing.</summary>
    internal static async Task<IReadOnlyList<string>> Pending(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("select to_regclass('schema_migrations') is not null", connection);
        var applied = (bool)(await find.ExecuteScalarAsync(cancellationToken))! ? await ReadChecksums(connection, cancellationToken) : [];
        return [.. MigrationScript.Embedded().Where(script => applied.GetValueOrDefault(script.Number) != script.Checksum)
            .OrderBy(script => script.Number).Select(script => script.Name)];
    }

    internal static async Task<int> Apply(
        NpgsqlDataSource database, IReadOnlyList<MigrationScript> scripts, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await TakeTurn(connection, cancellationToken);
        var applied = await ReadApplied(connection, cancellationToken);

        var count = 0;
        foreach (var script in scripts.OrderBy(script => script.Number))
        {
            if (applied.TryGetValue(script.Number, out var checksum))
            {
                if (checksum == script.Checksum)
                    continue;
                if (!script.IsRepeatable)
                    throw new InvalidOperationException(
                        $"Migration {script.Name} was altered after it was applied to this database; put it back and add a new one");
            }

            await Apply(connection, script, cancellationToken);
            count++;
        }

        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    // The lock ends with the transaction: one of the session would stay with the pooled connection.
    private static async Task TakeTurn(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { CommandTimeout = 0 };
        turn.Parameters.AddWithValue(TurnKey);
        await turn.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Dictionary<int, string>> ReadApplied(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var make = new NpgsqlCommand(
            """
            create table if not exists schema_migrations (
                number int primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default now()
            )
            """, connection);
        await make.ExecuteNonQueryAsync(cancellationToken);
        return await ReadChecksums(connection, cancellationToken);
    }

    private static async Task<Dictionary<int, string>> ReadChecksums(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select number, checksum from schema_migrations", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<int, string>();
        while (await rows.ReadAsync(cancellationToken))
            applied.Add(rows.GetInt32(0), rows.GetString(1));
        return applied;
    }

    private static async Task Apply(NpgsqlConnection connection, MigrationScript script, CancellationToken cancellationToken)
    {
        await using (var change = new NpgsqlCommand(script.Sql, connection) { CommandTimeout = 0 })
            await change.ExecuteNonQueryAsync(cancellationToken);

        await using var record = new NpgsqlCommand(
            """
            insert into schema_migrations (number, name, checksum) values ($1, $2, $3)
            on conflict (number) do update set name = excluded.name, checksum = excluded.checksum, applied_at = now()
            """, connection);
        record.Parameters.AddWithValue(script.Number);
        record.Parameters.AddWithValue(script.Name);
        record.Parameters.AddWithValue(script.Checksum);
        await record.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string FingerprintOf(IEnumerable<MigrationScript> scripts) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(
            string.Join('\n', scripts.OrderBy(script => script.Number).Select(script => $"{script.Name} {script.Checksum}")))))[..16];
}
