using System.Net.Http.Json;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Tests.Contract;
using PilotPairing.Application.Access;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Jobs;
using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests;

/// <summary>The whole application on a real socket and a database of its own, with one test-mode tenant. One per test class.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    internal const string OpsPassword = "correct horse battery";
    private TestDatabase? _database;
    private WebApplication? _app;

    /// <summary>Changed before the start by tests of a setting.</summary>
    internal Dictionary<string, string?> Settings { get; } = new()
    {
        ["Urls"] = "http://127.0.0.1:0",
        ["Encryption:Keys:0"] = "test:" + Convert.ToBase64String(new byte[32]),
        ["Ops:Password"] = OpsPassword,
        ["Webhooks:AllowedInsecureHosts:0"] = "127.0.0.1",
        ["Webhooks:AllowedInsecureHosts:1"] = "localhost",
        ["Webhooks:AllowedPrivateNetworks:0"] = "127.0.0.0/8",
        ["Webhooks:AllowedPrivateNetworks:1"] = "::1/128",
        ["Logging:LogLevel:Default"] = "Warning",
        // Live tenants have a gateway, and nothing answers there.
        ["Gateways:main:Kind"] = "evolution",
        ["Gateways:main:BaseUrl"] = "http://127.0.0.1:1",
        ["Gateways:main:ApiKey"] = "key-of-nobody",
        // Several hosts share a machine.
        ["Jobs:SlowDeliveryWorkers"] = "4",
        ["Jobs:MessageWorkers"] = "8",
        ["Jobs:GatewayWorkers"] = "8",
        ["Jobs:PeriodicWorkers"] = "2",
        // All tests come from one address; the limits have tests of their own.
        ["RateLimits:KeyBurst"] = "100000",
        ["RateLimits:TokenBurst"] = "100000",
        ["RateLimits:AddressBurst"] = "100000",
        ["RateLimits:MissesPerMinute"] = "100000",
    };

    /// <summary>
    /// Whether periodic jobs come by themselves. Where a test takes their turn, theirs would come before it, or while it looks.
    /// </summary>
    internal bool RunsJobs { get; init; }

    internal Role Role { get; init; } = Role.All;

    internal TimeProvider? Clock { get; init; }

    internal WebApplication App => _app!;

    internal TestDatabase Database => _database!;

    internal HttpClient Http { get; private set; } = null!;

    internal TenantCreated Tenant { get; private set; } = null!;

    /// <summary>On a server that the test controls; the test disposes it.</summary>
    internal static Task<ApiHost> On(string connectionString, bool runsJobs = false, params (string Name, string? Value)[] settings) =>
        On(connectionString, Role.All, runsJobs, settings);

    internal static async Task<ApiHost> On(
        string connectionString, Role role, bool runsJobs = false, params (string Name, string? Value)[] settings)
    {
        var host = new ApiHost { RunsJobs = runsJobs, Role = role };
        foreach (var (name, value) in settings)
            host.Settings[name] = value;
        await host.Start(connectionString);
        return host;
    }

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        await Start(_database.ConnectionString);
    }

    private async Task Start(string connectionString)
    {
        await Start(connectionString, null);
        await BeTenant();
    }

    /// <summary>Nothing is asked of the database; <see cref="BeTenant"/> is.</summary>
    internal Task StartBare(string connectionString, ILoggerProvider? log = null) => Start(connectionString, log);

    internal async Task BeTenant() => Tenant = await NewTenant();

    private async Task Start(string connectionString, ILoggerProvider? log)
    {
        _app = WebHost.Build([], connectionString, Role, Settings, Clock);
        if (log is not null)
            _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var jobs = _app.Services.GetRequiredService<IOptions<JobsOptions>>().Value;
        jobs.RunsPeriodicJobs = RunsJobs;
        // Hosts of one test process wake each other's workers.
        jobs.QueuePollInterval = TimeSpan.FromSeconds(1);
        await _app.StartAsync();
        Http = new ContractCheck(new SocketsHttpHandler()).ClientFor(_app.Urls.First());
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    internal async Task<TenantCreated> NewTenant(TenantMode mode = TenantMode.Test) =>
        (await Send(new CreateTenant("tenant", mode, null))).Value;

    /// <summary>The turn of the recurring job that finds pending work without a job.</summary>
    internal Task DispatchPending() => App.Services.GetRequiredService<DispatchPending>().Run(CancellationToken.None);

    internal Task<Reencrypted> Reencrypt() => App.Services.GetRequiredService<IStoredSecrets>().Reencrypt(CancellationToken.None);

    internal async Task<T> Send<T>(IRequest<T> request)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>By the tenant's key unless another is given; an empty one sends none.</summary>
    internal async Task<Answer> Call(
        string method, string path, object? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if ((key ?? Tenant.Key.Raw.Value) is { Length: > 0 } sent)
            request.Headers.Add("x-api-key", sent);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = body as HttpContent
                ?? (body is string raw ? new StringContent(raw, null, "application/json") : JsonContent.Create(body));
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text,
            response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value)));
    }

    internal Task<Answer> Post(string path, object? body = null, string? key = null) => Call("POST", path, body, key);

    internal Task<Answer> Get(string path, string? key = null) => Call("GET", path, null, key);

    /// <summary>A fresh pairing link for a fresh number.</summary>
    internal async Task<JsonElement> NewLink(object? body = null, string? key = null) =>
        (await Post("/v1/numbers/remote-pairing", body ?? new { name = "Loja", number = "+5511999999999" }, key)).Expect(201);
}

/// <param name="Headers">By lower-case name.</param>
internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Code => Json.GetProperty("code").GetString()!;

    /// <summary>The fields that an error names, in order.</summary>
    public IReadOnlyList<string> Fields =>
        [.. Json.GetProperty("details").GetProperty("fields").EnumerateObject().Select(member => member.Name)
            .Order(StringComparer.Ordinal)];

    public override string ToString() => $"{Status} {Text}";

    public JsonElement Expect(int status)
    {
        Status.Should().Be(status, Text);
        return Text.Length == 0 ? default : Json;
    }

    public void ShouldBeRefused(int status, string code)
    {
        Status.Should().Be(status, Text);
        Code.Should().Be(code);
        Json.GetProperty("requestId").GetString().Should().Be(Headers["x-request-id"]);
    }

    public void ShouldNameFields(params string[] fields)
    {
        ShouldBeRefused(400, "VALIDATION_ERROR");
        Json.GetProperty("error").GetString().Should().Be("Validation error");
        Fields.Should().Equal(fields.Order(StringComparer.Ordinal));
    }
}

internal static class Clients
{
#pragma warning disable RS0030 // Tests play the outside world, which has no client factory.
    public static HttpClient ClientFor(this HttpMessageHandler handler, string address) => new(handler) { BaseAddress = new Uri(address) };
#pragma warning restore RS0030
}
