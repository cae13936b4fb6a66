using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace PilotPairing.Testing.Postgres;

/// <summary>
/// Debian's PgBouncer in transaction mode in front of a database, as an unprivileged user on a loopback port; gone when disposed.
/// </summary>
public sealed class TransactionPooler : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ReservedPort _port;
    private readonly string _folder;

    private TransactionPooler(Process process, ReservedPort port, string folder, string connectionString)
    {
        (_process, _port, _folder, ConnectionString) = (process, port, folder, connectionString);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Leads through the pooler; it knows the password of the database.</summary>
    public string ConnectionString { get; }

    public static async Task<TransactionPooler> Start(string connectionString)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        var (port, folder) = (ReservedPort.Take(), Directory.CreateTempSubdirectory("pilotpairing-pooler-").FullName);
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            {address.Database} = host={address.Host} port={address.Port} dbname={address.Database} user={address.Username} password='{address.Password}'

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port.Number}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 8
            max_client_conn = 300

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            File.SetUnixFileMode(settings, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        // It refuses to run as root.
        string[] unprivileged = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : [];
        string[] command = [.. unprivileged, File.Exists("/usr/sbin/pgbouncer") ? "/usr/sbin/pgbouncer" : "pgbouncer", settings];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/"
        };
        var through = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = port.Number };
        var pooler = new TransactionPooler(Process.Start(start)!, port, folder, through.ConnectionString);
        await pooler.Answers();
        return pooler;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _port.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Answers()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(began) > Patience.Longest)
                throw new InvalidOperationException("PgBouncer did not start");
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", _port.Number);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(25);
            }
        }
    }
}
