using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>
/// The gateway's process and the connection to it. It ends when its input ends, so that it never outlives this process, however that ends.
/// </summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const int LongestSecret = 128;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan IntroduceWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(3);
    private readonly Process _process;
    private readonly string? _folder;
    private readonly GatewayChannel _channel;
    private readonly string _gateway;
    private readonly CancellationTokenSource _stop = new();

    private GatewayProcess(Process process, GatewayChannel channel, string? folder, string gateway)
    {
        (_process, _channel, _folder, _gateway) = (process, channel, folder, gateway);
        Ended = channel.Run(_stop.Token);
    }

    /// <summary>The opening in which each number was last handed to it.</summary>
    public ConcurrentDictionary<Guid, int> Openings { get; } = new();

    /// <summary>Completes when the process is gone, or says nothing that we understand.</summary>
    public Task Ended { get; }

    public int Id => _process.Id;

    /// <exception cref="IOException">It ended, or refused the request.</exception>
    /// <exception cref="TimeoutException">It did not answer.</exception>
    public async Task<JsonElement> Call(string name, JsonObject body, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = "Answered";
        try
        {
            return await _channel.Call(name, body, patience, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            outcome = exception is TimeoutException ? "TimedOut" : "Broken";
            throw;
        }
        finally
        {
            Meters.Called(_gateway, outcome, Stopwatch.GetElapsedTime(began));
        }
    }

    /// <exception cref="IOException">It ended before it connected.</exception>
    /// <exception cref="TimeoutException">It did not connect.</exception>
    public static async Task<GatewayProcess> Start(
        GatewayProgram program, GatewayOptions options, IGatewayCalls calls, Action<string> onComplaint,
        CancellationToken cancellationToken)
    {
        using var listener = new Socket(OperatingSystem.IsWindows() ? AddressFamily.InterNetwork : AddressFamily.Unix, SocketType.Stream,
            OperatingSystem.IsWindows() ? ProtocolType.Tcp : ProtocolType.Unspecified);
        var (address, folder) = Listen(listener);
        var process = Process.Start(new ProcessStartInfo(program.Node, [program.Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = program.Directory,
        })!;
        try
        {
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is { Length: > 0 } complaint)
                    onComplaint(complaint);
            };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
            await process.StandardInput.WriteLineAsync(Settings(options, address, secret).ToJsonString().AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
            return new(process, new(await Accept(listener, process, secret, cancellationToken), calls), folder, options.Name);
        }
        catch
        {
            await End(process);
            Remove(folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await End(_process);
        await _stop.CancelAsync();
        await _channel.DisposeAsync();
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        Remove(_folder);
    }

    private static (JsonObject Address, string? Folder) Listen(Socket listener)
    {
        if (OperatingSystem.IsWindows())
        {
            listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
            listener.Listen();
            return (new() { ["host"] = "127.0.0.1", ["port"] = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port }, null);
        }

        // Nobody else may even connect: the folder is its owner's.
        var folder = Directory.CreateTempSubdirectory("pp-").FullName;
        var path = Path.Combine(folder, "gateway");
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return (new() { ["path"] = path }, folder);
    }

    private static JsonObject Settings(GatewayOptions options, JsonObject address, string secret) => new()
    {
        ["address"] = address,
        ["secret"] = secret,
        ["deviceName"] = options.DeviceName,
        ["version"] = options.WhatsAppVersion,
        ["url"] = options.WhatsAppUrl,
        ["rootKey"] = options.WhatsAppRootKey,
        ["certificate"] = options.WhatsAppCertificate,
    };

    /// <summary>A client that does not know the secret is turned away, and the right one is waited for.</summary>
    private static async Task<Stream> Accept(Socket listener, Process process, string secret, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(ConnectWithin);
        var ended = process.WaitForExitAsync(enough.Token);
        try
        {
            while (true)
            {
                var accept = listener.AcceptAsync(enough.Token).AsTask();
                if (await Task.WhenAny(accept, ended) == ended)
                {
                    await ended;
                    throw new IOException($"It ended with {process.ExitCode} before it connected");
                }

                var stream = new NetworkStream(await accept, ownsSocket: true);
                if (await Introduces(stream, secret, enough.Token))
                    return stream;
                await stream.DisposeAsync();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("It did not connect in time");
        }
    }

    private static async Task<bool> Introduces(NetworkStream stream, string secret, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(IntroduceWithin);
        var wanted = Encoding.ASCII.GetBytes(secret + "\n");
        var given = new byte[Math.Min(wanted.Length, LongestSecret)];
        try
        {
            return await stream.ReadAtLeastAsync(given, given.Length, throwOnEndOfStream: false, enough.Token) == given.Length
                && CryptographicOperations.FixedTimeEquals(given, wanted);
        }
        catch (Exception exception) when (exception is IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task End(Process process)
    {
        using (process)
        {
            try
            {
                process.StandardInput.Close();
                using var enough = new CancellationTokenSource(EndWithin);
                await process.WaitForExitAsync(enough.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static void Remove(string? folder)
    {
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }
}
