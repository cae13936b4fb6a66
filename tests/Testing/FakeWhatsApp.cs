using System.Diagnostics;
using System.Text.Json;

namespace PilotPairing.Testing;

/// <summary>The fake WhatsApp of tests/FakeWhatsApp, as a process that ends with the test.</summary>
public sealed class FakeWhatsApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _phones;

    private FakeWhatsApp(Process process, JsonElement about)
    {
        _process = process;
        Url = about.GetProperty("url").GetString()!;
        RootKey = about.GetProperty("rootKey").GetString()!;
        Certificate = about.GetProperty("certificate").GetString()!;
#pragma warning disable RS0030 // A test's own client of a server on this machine.
        _phones = new HttpClient { BaseAddress = new(about.GetProperty("phones").GetString()!) };
#pragma warning restore RS0030
    }

    /// <summary>The gateway's sources, with the packages that it needs.</summary>
    public static string GatewayDirectory { get; } = Path.Combine(RepositoryRoot.Path, "src", "WhatsAppGateway");

    public string Url { get; }

    public string RootKey { get; }

    public string Certificate { get; }

    public static async Task<FakeWhatsApp> Start()
    {
        using (var install = Process.Start(
            new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "build", "gateway"), "--install") { RedirectStandardOutput = true })!)
        {
            await install.StandardOutput.ReadToEndAsync();
            await install.WaitForExitAsync();
            if (install.ExitCode != 0)
                throw new InvalidOperationException("build/gateway --install failed");
        }

        var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(RepositoryRoot.Path, "tests", "FakeWhatsApp", "main.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The fake WhatsApp did not start");
        return new(process, JsonDocument.Parse(line).RootElement);
    }

    /// <summary>Settings of a gateway of kind baileys that takes this server for WhatsApp.</summary>
    public Dictionary<string, string?> Settings(string gateway) => new()
    {
        ["WhatsAppGatewayDirectory"] = GatewayDirectory,
        [$"Gateways:{gateway}:Kind"] = "baileys",
        [$"Gateways:{gateway}:WhatsAppUrl"] = Url,
        [$"Gateways:{gateway}:WhatsAppRootKey"] = RootKey,
        [$"Gateways:{gateway}:WhatsAppCertificate"] = Certificate,
    };

    public Task Scan(string qr, string phone) => Play($"/scan?phone={phone}", qr);

    public Task TypeCode(string code, string phone) => Play($"/code?phone={phone}&code={code}");

    public Task Unlink(string phone) => Play($"/unlink?phone={phone}");

    public Task Mode(string mode) => Play($"/mode?m={mode}");

    public async Task<bool> IsLinked(string phone) => (await Play($"/linked?phone={phone}")).GetProperty("linked").GetBoolean();

    /// <summary>How many connections are logged in as the phone's companion.</summary>
    public async Task<int> Sockets(string phone) => (await Play("/state")).GetProperty("connections").EnumerateArray()
        .Count(connection => connection.TryGetProperty("phone", out var of) && of.GetString() == phone);

    public async Task<JsonElement> Play(string act, string body = "")
    {
        using var response = await _phones.PostAsync(act, new StringContent(body));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{act}: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        _phones.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
