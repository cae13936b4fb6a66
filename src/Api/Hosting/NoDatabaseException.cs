namespace PilotPairing.Api.Hosting;

/// <summary>
/// A command has no database to work on. Only <c>serve</c> makes one: a key of a database that no server uses would be worth nothing.
/// </summary>
internal sealed class NoDatabaseException : Exception
{
    private NoDatabaseException(string message, string? advice, Exception? cause = null)
        : base(message, cause) => Advice = advice;

    /// <summary>What the operator does about it; null where the message says it.</summary>
    public string? Advice { get; }

    public static NoDatabaseException Nowhere(string dataDirectory) => new(
        $"There is no database: ConnectionStrings:Postgres is not set, and no start of the server has made one in {Path.GetFullPath(dataDirectory)}.",
        "Set ConnectionStrings:Postgres to the database of your server, or DataDirectory to its folder.");

    /// <summary>This build was published without the assembly that runs a private database.</summary>
    public static NoDatabaseException NotShipped() => new(
        "There is no database: ConnectionStrings:Postgres is not set, and this build has no PostgreSQL of its own.",
        "Set ConnectionStrings__Postgres to the database of your server.");

    public static NoDatabaseException NotStarted(Exception exception) => new(exception.Message, null, exception);

    public static NoDatabaseException NotRunning(string dataDirectory) => new(
        $"The private database in {Path.GetFullPath(dataDirectory)} does not run.",
        "Start the server, or set ConnectionStrings:Postgres to the database that you mean.");

    public static NoDatabaseException WithoutSecrets(string file) => new(
        $"{Path.GetFullPath(file)} is gone, and with it the encryption key of the private database beside it.",
        "Put the file back, or start the server: it draws new secrets.");
}
