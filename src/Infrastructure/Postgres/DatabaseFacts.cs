using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>The database cannot be used as it is, and an operator can mend it.</summary>
public sealed class UnfitDatabaseException(string message) : Exception(message);

/// <summary>What a database is, read on one connection.</summary>
/// <param name="Encoding">As PostgreSQL names it, such as UTF8.</param>
internal sealed record DatabaseFacts(int MajorVersion, string Encoding, bool IsReadOnly)
{
    public const string Shared =
        "ConnectionStrings:Postgres leads through a pooler in transaction mode, such as PgBouncer: notifications and migrations need "
            + "a session of their own. "
        + "Set ConnectionStrings:Direct to the address of PostgreSQL itself.";

    /// <summary>Names, messages and companies are written in any script.</summary>
    private const string Required = "UTF8";

    /// <summary>Why no work can be done on it, ever; null when it can.</summary>
    public string? Unfit => this switch
    {
        { MajorVersion: < DatabaseState.OldestVersion } =>
            $"PostgreSQL {MajorVersion} is too old: use {DatabaseState.OldestVersion} or later.",
        { Encoding: not Required } =>
            $"The database's encoding is {Encoding}, which cannot hold every name: create one with encoding 'UTF8' template template0.",
        _ => null,
    };

    public static async Task<DatabaseFacts> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask =
            new NpgsqlCommand("select current_setting('server_encoding'), current_setting('transaction_read_only')::boolean", connection);
        await using var row = await ask.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new(connection.PostgreSqlVersion.Major, row.GetString(0), row.GetBoolean(1));
    }

    /// <summary>
    /// Whether connections share backends, as behind a pooler in transaction mode: while another connection is in a transaction, ours is
    /// given a different backend than before, or the other one is given ours.
    /// </summary>
    public static async Task<bool> IsShared(NpgsqlConnection connection, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var other = await database.OpenConnectionAsync(cancellationToken);
        var ours = await Backend(connection, cancellationToken);
        await using var transaction = await other.BeginTransactionAsync(cancellationToken);
        return await Backend(other, cancellationToken) == ours || await Backend(connection, cancellationToken) != ours;
    }

    private static async Task<int> Backend(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("select pg_backend_pid()", connection);
        return (int)(await ask.ExecuteScalarAsync(cancellationToken))!;
    }
}
