using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PilotPairing.Api.Hosting;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests;

/// <summary>The built program as a process of its own. Disposing it is <c>kill -9</c>.</summary>
internal sealed class Served : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly ReservedPort _port;

    private Served(Process process, HttpClient http, ReservedPort port)
    {
        (_process, _http, _port) = (process, http, port);
        process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url => $"http://127.0.0.1:{_port.Number}";

    public int Id => _process.Id;

    /// <summary>What it wrote until now.</summary>
    public string Written => string.Join('\n', _lines);

    public static Task<Served> Start(string connectionString, params (string Name, string Value)[] settings) =>
        Start(connectionString, Role.All, settings);

    public static async Task<Served> Start(string connectionString, Role role, params (string Name, string Value)[] settings)
    {
        var port = ReservedPort.Take();
        var url = $"http://127.0.0.1:{port.Number}";
        var served = new Served(Process.Start(Program(connectionString, url, settings, "serve", "--role", role.ToString()))!,
            new SocketsHttpHandler().ClientFor(url), port);
        try
        {
            await Scene.Eventually(served.IsReady);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A verb run to its end. One that serves where it should have refused to start is ended, and its output is what it wrote.
    /// </summary>
    public static async Task<(
        int Code, string Output)> Run(string connectionString, (string Name, string Value)[] settings, params string[] arguments)
    {
        var (code, output, errors) = await RunApart(connectionString, settings, arguments);
        return (code, output + errors);
    }

    /// <summary>As <see cref="Run"/>, with what is written beside the output.</summary>
    public static async Task<(
        int Code, string Output, string Errors)> RunApart(string connectionString, (string Name, string Value)[] settings,
        params string[] arguments)
    {
        using var process = Process.Start(Program(connectionString, "http://127.0.0.1:0", settings, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(ended, Task.Delay(Patience.Longest)) != ended)
            process.Kill();
        await ended;
        return (process.ExitCode, await output, await errors);
    }

    public static async Task<string> Output(string connectionString, params string[] arguments)
    {
        var (code, output) = await Run(connectionString, [], arguments);
        code.Should().Be(0, output);
        return output;
    }

    public async Task<JsonElement> Post(string path, object body, string key) => (await Send(path, body, key)).Expect(201);

    public async Task<Answer> Send(string path, object? body, string? key, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        if (key is not null)
            request.Headers.Add("x-api-key", key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request);
        return new(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value)));
    }

    /// <summary>As a supervisor stops it.</summary>
    /// <returns>Its exit code and how long it took.</returns>
    public async Task<(int Code, TimeSpan Took)> Terminate()
    {
        var began = TimeProvider.System.GetTimestamp();
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])!;
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience.Longest);
        return (_process.ExitCode, TimeProvider.System.GetElapsedTime(began));
    }

    public async Task Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Kill();
        _process.Dispose();
        _port.Dispose();
    }

    private static ProcessStartInfo Program(
        string connectionString, string url, (string Name, string Value)[] settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "pilotpairing"),
            arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Postgres"] = connectionString;
        start.Environment["Urls"] = url;
        start.Environment["Encryption__Keys__0"] = "test:" + Convert.ToBase64String(new byte[32]);
        start.Environment["Ops__Password"] = "a password of the tests";
        start.Environment["Webhooks__AllowedInsecureHosts__0"] = "127.0.0.1";
        start.Environment["Webhooks__AllowedPrivateNetworks__0"] = "127.0.0.0/8";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>Whether it takes requests.</summary>
    public async Task<bool> Answers() => await StatusOf("/health/live") is not null;

    /// <summary>What <c>/health/ready</c> answers; null where nothing does.</summary>
    public Task<HttpStatusCode?> Ready() => StatusOf("/health/ready");

    private async Task<bool> IsReady()
    {
        _process.HasExited.Should().BeFalse(Written);
        return await Ready() == HttpStatusCode.OK;
    }

    private async Task<HttpStatusCode?> StatusOf(string path)
    {
        try
        {
            using var response = await _http.GetAsync(path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
