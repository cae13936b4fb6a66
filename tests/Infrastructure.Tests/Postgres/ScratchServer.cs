using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PilotPairing.LocalPostgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>A data directory of one test and the servers started on it, all gone when disposed.</summary>
internal sealed class ScratchServer : IAsyncDisposable
{
    public const string Durability =
        "select string_agg(setting, ' ') from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')";

    private const UnixFileMode AnyoneMayEnter =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnerMayEnter = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _root = Directory.CreateTempSubdirectory("pilotpairing-postgres-").FullName;
    private readonly List<EmbeddedPostgres> _started = [];

    private ScratchServer(bool isPrivate)
    {
        File.SetUnixFileMode(_root, AnyoneMayEnter);
        Directory.CreateDirectory(Path.Combine(_root, "closed"), isPrivate ? OwnerMayEnter : AnyoneMayEnter);
        Options = new() { DataDirectory = Path.Combine(_root, "closed", "data"), Durable = false, FarRoot = FarRoot };
    }

    public EmbeddedPostgresOptions Options { get; }

    public string FarRoot => Path.Combine(_root, "far");

    public string Cluster => Path.Combine(Options.DataDirectory, "postgres");

    /// <param name="isPrivate">Whether only its owner may enter the folder above the data directory.</param>
    public static ScratchServer Create(bool isPrivate = false) => new(isPrivate);

    public string In(string name) => Path.Combine(Options.DataDirectory, name);

    public async Task<EmbeddedPostgres> Start(EmbeddedPostgresOptions? options = null)
    {
        var server = await EmbeddedPostgres.StartAsync(options ?? Options, CancellationToken.None);
        lock (_started)
            _started.Add(server);
        return server;
    }

    public async Task<int> ProcessId(string? cluster = null) =>
        int.Parse((await File.ReadAllLinesAsync(Path.Combine(cluster ?? Cluster, "postmaster.pid")))[0], CultureInfo.InvariantCulture);

    public async Task Kill()
    {
        using var postmaster = Process.GetProcessById(await ProcessId());
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    public static async Task<T> Ask<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started)
            await server.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
