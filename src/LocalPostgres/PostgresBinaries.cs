using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace PilotPairing.LocalPostgres;

/// <summary>One installation of the server, complete with the tools that make and start a cluster.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    private const int OldestMajor = 14;
    private static readonly string[] Tools = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    public static IReadOnlyList<string> UsualFolders() =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        .. Folders("/usr/lib/postgresql", "*"),
        .. Folders("/usr", "pgsql-*"),
    ];

    /// <param name="clusterMajor">The version that made the cluster, which no other can start; null when there is no cluster yet.</param>
    public static async Task<PostgresBinaries> Find(EmbeddedPostgresOptions options, int? clusterMajor, CancellationToken cancellationToken)
    {
        var found = await In(options.BinaryFolders, cancellationToken);
        if (found.Count == 0 && options.MayInstall)
        {
            await DebianPackage.Install(command => Log.Installing(options.Log, command), cancellationToken);
            found = await In(UsualFolders(), cancellationToken);
        }

        return clusterMajor is null
            ? found.MaxBy(binaries => binaries.Major) ?? throw new EmbeddedPostgresException(Missing)
            : found.FirstOrDefault(binaries => binaries.Major == clusterMajor) ?? throw new EmbeddedPostgresException(
                $"The cluster in {options.DataDirectory} was made by PostgreSQL {clusterMajor}, which is not installed. Install that version, or move the cluster away to begin with an empty database.");
    }

    private static async Task<List<PostgresBinaries>> In(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Where(folder => Tools.All(tool => File.Exists(Path.Combine(folder, tool)))))
        {
            var answer = await Command.Run(Path.Combine(folder, "postgres"), ["--version"], cancellationToken);
            if (Version().Match(answer.Output) is { Success: true } version
                && int.Parse(version.ValueSpan, CultureInfo.InvariantCulture) is >= OldestMajor and var major)
                found.Add(new(folder, major));
        }

        return found;
    }

    private static IEnumerable<string> Folders(string root, string pattern) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root, pattern).Select(folder => Path.Combine(folder, "bin")) : [];

    public const string Missing =
        """
        PostgreSQL 14 or newer was not found, neither on PATH nor where distributions put it. One of these helps:
          - install it: sudo apt-get install postgresql (Debian, Ubuntu), sudo dnf install postgresql-server (Fedora), brew install postgresql@17 (macOS)
          - run it in a container and name it:
              docker run -d -p 127.0.0.1:5432:5432 -e POSTGRES_PASSWORD=choose-one -e POSTGRES_DB=pilotpairing postgres:17
              ConnectionStrings__Postgres='Host=127.0.0.1;Username=postgres;Password=choose-one;Database=pilotpairing'
        """;

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    private static partial class Log
    {
        [LoggerMessage(4910, LogLevel.Information, "PostgreSQL is not installed: {Command}")]
        public static partial void Installing(ILogger log, string command);
    }
}
