using System.Collections.Frozen;
using System.Net.Sockets;
using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// What an SQLSTATE means to us. Requests, readiness, <c>doctor</c>, the start and background loops all ask this one table.
/// </summary>
/// <param name="Meaning">A sentence for the operator.</param>
/// <param name="IsUnavailable">The statement was not at fault: answered with 503, and the same request may succeed later.</param>
/// <param name="IsRepeated">The transaction was rolled back for the sake of another: the unit of work runs again.</param>
/// <param name="DropsConnections">Pooled connections keep this state: only new ones can be better.</param>
/// <param name="NamesCause">It lasts until an operator ends it, and what PostgreSQL names belongs into the log.</param>
internal sealed record DatabaseFailure(
    string State, string Meaning, bool IsUnavailable = true, bool IsRepeated = false, bool DropsConnections = false, bool NamesCause = false)
{
    private const int ClassLength = 2;

    /// <summary>Changes fail while reading goes on.</summary>
    public bool LacksRoom { get; init; }

    private static readonly FrozenDictionary<string, DatabaseFailure> Table = new DatabaseFailure[]
    {
        new("08", "The connection to the database was lost or refused."),
        new("25006", "The database is read-only.", DropsConnections: true),
        new("25P03", "The database ended the transaction, which was idle for too long."),
        new("25P04", "The database ended the transaction, which took too long."),
        new("26000", "A prepared statement is gone: the connection leads through a pooler in transaction mode.", DropsConnections: true),
        new("28", "The database refuses our user or password."),
        new("3D000", "The database does not exist."),
        new("40001", "The transaction was rolled back because of another one.", IsRepeated: true),
        new("40P01", "The transaction was rolled back to end a deadlock.", IsRepeated: true),
        new("42501", "Our user lacks a right in the database, a mistake in its set-up: pilotpairing doctor names the right.",
            NamesCause: true),
        new("42P05", "A prepared statement exists already: the connection leads through a pooler in transaction mode.",
            DropsConnections: true),
        new("53", "The database lacks memory, connections or another resource."),
        new(PostgresErrorCodes.DiskFull, "The database's disk is full.") { LacksRoom = true },
        new("53300", "The database has no connection left for us."),
        new("55", "The database is not in a state to do this."),
        new("55000", "The database does not accept connections or statements now."),
        new("57", "The database ended the statement."),
        new("57014", "The database cancelled the statement: it took too long, or an administrator ended it."),
        new("57P", "The database is stopping or starting, or an administrator ended the connection.", DropsConnections: true),
        new("58", "The database cannot use its files."),
        new("F0", "The database cannot use its configuration."),
        // It also answers so where a full disk keeps it from beginning a session.
        new("XX", "The database failed by itself, as with a full or damaged disk: its own log says why.", NamesCause: true),
    }.ToFrozenDictionary(failure => failure.State);

    private static readonly DatabaseFailure Unreachable = new("away", "The database does not answer.");
    private static readonly DatabaseFailure Bug = new("bug", "The database refuses the statement.", IsUnavailable: false);

    /// <summary>Null for an exception that no database had a part in.</summary>
    public static DatabaseFailure? Of(Exception? exception) => exception switch
    {
        null => null,
        PostgresException refused => Of(refused.SqlState),
        // Whatever Npgsql wraps says more than the wrapping.
        NpgsqlException { InnerException: PostgresException refused } => Of(refused.SqlState),
        // A name that does not resolve is not wrapped.
        NpgsqlException or SocketException => Unreachable,
        AggregateException { InnerExceptions: var all } => all.Select(Of).FirstOrDefault(failure => failure is not null),
        HttpRequestException => null,
        _ => Of(exception.InnerException),
    };

    /// <summary>The most exact entry: a state, its first three characters, its class.</summary>
    public static DatabaseFailure Of(string state)
    {
        for (var length = state.Length; length >= ClassLength; length--)
        {
            if (Table.TryGetValue(state[..length], out var failure))
                return failure;
        }

        return Bug;
    }

    /// <summary>As it stands in a log line: the state that the database sent, or the kind of exception.</summary>
    public static string Short(Exception exception) => exception switch
    {
        PostgresException refused => Short(refused),
        { InnerException: PostgresException refused } => Short(refused),
        NpgsqlException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        { InnerException: NpgsqlException inner } => Short(inner),
        _ => exception.GetType().Name,
    };

    private static string Short(PostgresException refused) =>
        Of(refused.SqlState).NamesCause ? $"{refused.SqlState}: {refused.MessageText}" : refused.SqlState;
}
