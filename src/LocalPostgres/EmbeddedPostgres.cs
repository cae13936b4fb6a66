using Microsoft.Extensions.Logging;
using Npgsql;

namespace PilotPairing.LocalPostgres;

/// <summary>
/// A PostgreSQL of our own for those who configured none: a private cluster, reachable on 127.0.0.1 alone. It outlives a crash of the
/// process that started it and is picked up by the next; of several processes on one data directory, the last to leave stops it.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    private readonly EmbeddedPostgresOptions _options;
    private readonly DataFolder _data;
    private readonly Postmaster _postmaster;
    private IDisposable? _use;

    private EmbeddedPostgres(
        EmbeddedPostgresOptions options, DataFolder data, Postmaster postmaster, IDisposable use, int port, bool startedHere)
    {
        (_options, _data, _postmaster, _use) = (options, data, postmaster, use);
        ConnectionString = postmaster.ConnectionString(port, options.Database);
        StartedHere = startedHere;
    }

    /// <summary>Contains the superuser's password.</summary>
    public string ConnectionString { get; }

    /// <summary>False when a running server was picked up.</summary>
    public bool StartedHere { get; }

    /// <exception cref="EmbeddedPostgresException">There is no server to be had; the message says what helps.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException(PostgresBinaries.Missing);

        var began = options.Clock.GetTimestamp();
        var data = new DataFolder(options.DataDirectory);
        using var turn = await FileLock.Exclusive(data.StartLock, options.Clock, cancellationToken);
        var cluster = await Cluster.Open(options, data, cancellationToken);
        var postmaster = new Postmaster(cluster, options.Clock);
        var (port, started) = await postmaster.Up(options.Durable, cancellationToken);
        await MakeDatabase(postmaster.ConnectionString(port, "postgres"), options.Database, cancellationToken);
        Log.Up(options.Log, started ? "started" : "picked up", port, cluster.Folder, options.Clock.GetElapsedTime(began).TotalMilliseconds);
        return new(options, data, postmaster, FileLock.Shared(data.UseLock), port, started);
    }

    /// <summary>
    /// As <see cref="StartAsync"/>, for a program that must load where this assembly is not shipped: nothing of it is awaited or kept.
    /// </summary>
    public static async Task<(
        string ConnectionString, IAsyncDisposable Server)> Serve(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        var started = await StartAsync(options, cancellationToken);
        return (started.ConnectionString, started);
    }

    /// <summary>The folder of the cluster that an earlier start made in this data directory, or null. Makes nothing.</summary>
    public static async Task<string?> FindCluster(string dataDirectory, CancellationToken cancellationToken) =>
        DataFolder.Existing(dataDirectory) is { } data ? await data.ExistingCluster(cancellationToken) : null;

    /// <summary>Leads to the server that runs on this data directory; null when none does. Starts and changes nothing.</summary>
    public static async Task<string?> FindRunning(EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        if (DataFolder.Existing(options.DataDirectory) is not { } data || await data.ExistingCluster(cancellationToken) is not { } cluster)
            return null;

        return await PidFile.Read(cluster, cancellationToken) is { Port: { } port } file && await file.IsRunning(cancellationToken)
            ? Postmaster.ConnectionString(port, options.Database, await data.ReadPassword(cluster, cancellationToken))
            : null;
    }

    /// <summary>Leaves the server; stops it when no other process uses it.</summary>
    public async Task Stop(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _use, null) is not { } use)
            return;

        use.Dispose();
        using var turn = await FileLock.Exclusive(_data.StartLock, _options.Clock, cancellationToken);
        using var alone = FileLock.TryExclusive(_data.UseLock);
        if (alone is null)
            return;

        await _postmaster.Stop(cancellationToken);
        Log.Stopped(_options.Log);
    }

    public async ValueTask DisposeAsync() => await Stop(CancellationToken.None);

    private static async Task MakeDatabase(string maintenance, string name, CancellationToken cancellationToken)
    {
        await using var server = NpgsqlDataSource.Create(maintenance);
        await using var known = server.CreateCommand("select exists (select from pg_database where datname = $1)");
        known.Parameters.AddWithValue(name);
        if ((bool)(await known.ExecuteScalarAsync(cancellationToken))!)
            return;

        await using var create = server.CreateCommand($"create database \"{name}\"");
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(4912, LogLevel.Information, "Embedded PostgreSQL {How} on port {Port}, cluster {Folder}, {Milliseconds:0} ms")]
        public static partial void Up(ILogger log, string how, int port, string folder, double milliseconds);

        [LoggerMessage(4913, LogLevel.Information, "Embedded PostgreSQL stopped")]
        public static partial void Stopped(ILogger log);
    }
}
