using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PilotPairing.Benchmarks.Lab;

/// <summary>
/// The published product as a process of its own, with limits that do not get in the way and receivers on loopback allowed.
/// </summary>
internal sealed class Product : IAsyncDisposable
{
    public const string OpsPassword = "benchmarks only, on loopback";
    private readonly Child _process;

    private Product(Child process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public TimeSpan StartToReady { get; private init; }

    public static async Task<Product> Start(
        BenchDatabase database, string role = "all", Dictionary<string, string>? more = null)
    {
        var folder = Published();
        var address = new Uri($"http://127.0.0.1:{Child.FreePort()}/");
        var began = Stopwatch.GetTimestamp();
        var process = Child.Start(Path.Combine(folder, "pilotpairing"), ["serve", "--role", role], folder,
            Settings(database, address, more ?? []));
        process.DropOutput();
        try
        {
            var ready = await process.WaitForReady(new Uri(address, "health/ready"), began, TimeSpan.FromMilliseconds(10));
            return new(process, address) { StartToReady = ready };
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public long ResidentBytes() => _process.ResidentBytes();

    public void Kill() => _process.Kill();

    public int Id => _process.Id;

    public byte[] Get(string path, string? key = null) => RawClient.Get(Address, path, key);

    public byte[] Post(string path, string? key, string body) => RawClient.Post(Address, path, key, body);

    public async Task<JsonElement> Call(byte[] request, int status)
    {
        using var client = new RawClient(Address);
        var answer = await client.Send(request);
        Load.Expect(status, answer);
        var body = answer.Body;
        // Chunked: one chunk holds the small bodies that are asked for here.
        if (!body.StartsWith('{') && !body.StartsWith('['))
            body = body[(body.IndexOf('\n', StringComparison.Ordinal) + 1)..body.LastIndexOf("\r\n0\r\n", StringComparison.Ordinal)];
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>A fresh link, as the API answers.</summary>
    public Task<JsonElement> CreateLink(string key, string reference) =>
        Call(Post("/v1/numbers/remote-pairing", key, LinkBody(reference)), 201);

    public static string LinkBody(string reference) => $$"""{"name":"Loja","number":"+5511999999999","externalRef":"{{reference}}"}""";

    public async Task RegisterEndpoint(string key, string url, string events = "*") => await Call(
        Post("/v1/webhooks", key, $$"""{"url":"{{url}}","name":"bench","scope":"tenant","events":["{{events}}"]}"""), 201);

    public Task RegisterEndpoints(IReadOnlyList<BenchTenant> tenants, string urls, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (i, _) => await RegisterEndpoint(tenants[i % tenants.Count].Key, urls + i));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Published() => Environment.GetEnvironmentVariable("PILOTPAIRING_PUBLISHED") is { Length: > 0 } given
        ? given : throw new InvalidOperationException(
            "PILOTPAIRING_PUBLISHED names no folder with the published product; build/bench sets it");

    private static Dictionary<string, string> Settings(BenchDatabase database, Uri address, Dictionary<string, string> more) => new(more)
    {
        ["ConnectionStrings__Postgres"] = database.ConnectionString,
        ["Encryption__Keys__0"] = "bench:" + Convert.ToBase64String(new byte[32]),
        ["Ops__Password"] = OpsPassword,
        ["Urls"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{address.Port}"),
        ["Webhooks__AllowedInsecureHosts__0"] = "127.0.0.1",
        ["Webhooks__AllowedPrivateNetworks__0"] = "127.0.0.0/8",
        ["Logging__LogLevel__Default"] = "Warning",
        ["RateLimits__KeyBurst"] = "1000000",
        ["RateLimits__KeyPerSecond"] = "100000",
        ["RateLimits__TokenBurst"] = "1000000",
        ["RateLimits__TokenPerSecond"] = "100000",
        ["RateLimits__AddressBurst"] = "1000000",
        ["RateLimits__AddressPerSecond"] = "100000",
        ["RateLimits__StreamsPerToken"] = "1000",
    };
}
