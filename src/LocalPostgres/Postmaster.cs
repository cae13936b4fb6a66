using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PilotPairing.LocalPostgres;

/// <summary>
/// The server process of a cluster. All calls but those of <c>ConnectionString</c> are made under the data directory's start lock.
/// </summary>
internal sealed class Postmaster(Cluster cluster, TimeProvider clock)
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string ConnectionString(int port, string database) => ConnectionString(port, database, cluster.Password);

    public static string ConnectionString(int port, string database, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = port,
        Username = Cluster.Role,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async Task<(int Port, bool Started)> Up(bool durable, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var attempt = 0; ; attempt++, pause *= 2)
        {
            if (await Running(cancellationToken) is { } port)
                return (port, Started: attempt > 0);

            var start = await cluster.Account.Run(cluster.Binaries.PgCtl,
                ["start", "-D", cluster.Folder, "-l", cluster.ServerLog, "-o", Settings(durable), "-w", "-s"], cancellationToken);
            if (start.Succeeded)
                continue;
            if (attempt == Attempts)
                throw new EmbeddedPostgresException($"PostgreSQL does not start: {start.Output}\n{await EndOfLog(cancellationToken)}");

            // The port was taken meanwhile, or a killed server's backends are not gone yet.
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    public async Task Stop(CancellationToken cancellationToken)
    {
        if (await PidFile.Read(cluster.Folder, cancellationToken) is not { } file || !await file.IsRunning(cancellationToken))
            return;

        var stop = await cluster.Account.Run(cluster.Binaries.PgCtl, ["stop", "-D", cluster.Folder, "-m", "fast", "-w", "-s"],
            cancellationToken);
        if (!stop.Succeeded)
            throw new EmbeddedPostgresException($"PostgreSQL does not stop: {stop.Output}");
    }

    private async Task<int?> Running(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        string? failure = null;
        while (await PidFile.Read(cluster.Folder, cancellationToken) is { } file)
        {
            if (!await file.IsRunning(cancellationToken))
            {
                await file.Disown(cancellationToken);
                return null;
            }

            if (file.Port is { } port && (failure = await ConnectionFailure(port, cancellationToken)) is null)
                return port;
            if (clock.GetElapsedTime(began) > Patience)
                throw new EmbeddedPostgresException(
                    $"PostgreSQL runs as process {file.Process} but does not answer: {failure}\n{await EndOfLog(cancellationToken)}");

            await Task.Delay(FirstPause, clock, cancellationToken);
        }

        return null;
    }

    // The password is the cluster's own, and a server that passes SCRAM knows it too; a copied data directory shares it, hence the folder.
    private async Task<string?> ConnectionFailure(int port, CancellationToken cancellationToken)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(ConnectionString(port, "postgres"))
            {
                Pooling = false,
                Timeout = 5,
                CommandTimeout = 5
            };
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var folder = new NpgsqlCommand("show data_directory", connection);
            var serves = (string?)await folder.ExecuteScalarAsync(cancellationToken);
            return serves == cluster.Folder ? null : $"port {port} serves {serves}";
        }
        catch (NpgsqlException exception)
        {
            return exception.Message;
        }
    }

    private static string Settings(bool durable) =>
        $"-p {FreePort()} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections={(durable ? 200 : 500)} -c jit=off -c cluster_name=pilotpairing"
        // Terse leaves out the DETAIL lines, which quote customers' data.
        + " -c log_error_verbosity=terse -c log_min_error_statement=panic -c log_checkpoints=off"
        + (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> EndOfLog(CancellationToken cancellationToken) =>
        File.Exists(cluster.ServerLog)
            ? string.Join('\n', (await File.ReadAllLinesAsync(cluster.ServerLog, cancellationToken)).TakeLast(15)) : "";
}
