using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Cluster;

/// <summary>
/// What <c>build/cluster</c> starts, of the built program and on a database of the tests: two nodes, a worker and a proxy.
/// </summary>
public sealed class RunningCluster : IAsyncLifetime
{
    internal const string OpsPassword = "a password of the tests";
    private static readonly string[] Names = ["proxy", "a", "b", "worker"];
    private readonly string _folder = Directory.CreateTempSubdirectory("pilotpairing-cluster-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ReservedPort[] _ports = [.. Names.Select(_ => ReservedPort.Take())];
    private readonly ConcurrentDictionary<string, HttpClient> _clients = new();
    private TestDatabase? _database;
    private Process? _script;

    internal TestDatabase Database => _database!;

    internal string Key { get; private set; } = null!;

    /// <summary>By the name of a node, or <c>proxy</c>.</summary>
    internal HttpClient Http(string name) =>
        _clients.GetOrAdd(name, _ => new SocketsHttpHandler { AllowAutoRedirect = false }.ClientFor(Url(name)));

    internal string Url(string name) => $"http://localhost:{_ports[Array.IndexOf(Names, name)].Number}";

    internal string Log(string name) => File.ReadAllText(Path.Combine(_folder, name + ".log"));

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        _script = Process.Start(new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "build", "cluster"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["FOLDER"] = _folder,
                ["PORTS"] = string.Join(' ', _ports.Select(port => port.Number)),
                ["PILOTPAIRING_PUBLISHED"] = AppContext.BaseDirectory,
                ["ConnectionStrings__Postgres"] = _database.ConnectionString,
                ["Encryption__Keys__0"] = "test:" + Convert.ToBase64String(new byte[32]),
                ["Ops__Password"] = OpsPassword,
                // The load comes from one address and uses one key.
                ["RateLimits__KeyBurst"] = "100000",
                ["RateLimits__AddressBurst"] = "100000",
            },
        })!;
        _script.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _script.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _script.BeginOutputReadLine();
        _script.BeginErrorReadLine();
        await Scene.Eventually(() =>
        {
            _script.HasExited.Should().BeFalse(string.Join('\n', _lines));
            return Task.FromResult(_lines.Any(line => line.StartsWith("The cluster is ready", StringComparison.Ordinal)));
        }, () => string.Join('\n', _lines));
        Key = JsonDocument.Parse(
            await Served.Output(_database.ConnectionString, "tenant", "create", "--name", "cluster", "--test", "--json"))
                .RootElement.Text("key");
    }

    public async Task DisposeAsync()
    {
        if (_script is { HasExited: false })
        {
            await Signal("TERM", _script.Id);
            await _script.WaitForExitAsync().WaitAsync(Patience.Longest);
        }

        _script?.Dispose();
        foreach (var port in _ports)
            port.Dispose();
        foreach (var client in _clients.Values)
            client.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<Answer> Send(
        string node, string method, string path, object? body = null, string? key = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if ((key ?? Key) is { Length: > 0 } sent)
            request.Headers.Add("x-api-key", sent);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await Http(node).SendAsync(request);
        return new(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value)));
    }

    internal async Task<JsonElement> NewLink(string node) =>
        (await Send(node, "POST", "/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone })).Expect(201);

    /// <summary>Sends a signal, and waits until the process has ended and the next one is ready.</summary>
    /// <returns>How long it was away for.</returns>
    internal async Task<TimeSpan> Restart(string node, string signal = "TERM")
    {
        var before = Pid(node);
        var began = TimeProvider.System.GetTimestamp();
        await Signal(signal, before);
        await Scene.Eventually(async () => Pid(node) != before && await StatusOf(node) == HttpStatusCode.OK, () => Log(node));
        return TimeProvider.System.GetElapsedTime(began);
    }

    internal int Pid(string node) => int.Parse(File.ReadAllText(Path.Combine(_folder, node + ".pid")), CultureInfo.InvariantCulture);

    internal static async Task Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", ["-" + signal, pid.ToString(CultureInfo.InvariantCulture)])!;
        await kill.WaitForExitAsync();
    }

    /// <summary>Of <c>/health/ready</c>; null where nothing answers.</summary>
    internal async Task<HttpStatusCode?> StatusOf(string node)
    {
        try
        {
            return (HttpStatusCode)(await Send(node, "GET", "/health/ready", key: "")).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
