using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Webhooks;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>
/// Drain, queue and guard as they are registered for production, on a database of their own and a clock that stands still, without the jobs
/// that run them. The guard is opened for loopback by the settings an operator would use.
/// </summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    public const string EventType = "number.connected";
    public static readonly Guid Tenant = Guid.Parse("01890000-0000-7000-8000-000000000001");
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly TestDatabase _database;
    private readonly Dictionary<string, string?> _settings;
    private readonly List<ServiceProvider> _processes = [];
    private readonly List<RigWorker> _workers = [];
    private readonly TimeProvider _time;

    private DeliveryRig(TestDatabase database, TimeProvider? time, Dictionary<string, string?> settings)
    {
        (_database, _settings, _time) = (database, settings, time ?? Clock);
        Services = Process();
    }

    public FakeClock Clock { get; } = new();

    /// <summary>Answers for the network in processes that are made afterwards; null leaves it to the system's resolver.</summary>
    public HostLookup? Lookup { get; set; }

    public NpgsqlDataSource Database => _database.Source;

    public ServiceProvider Services { get; }

    public DeliveryQueue Queue => Services.GetRequiredService<DeliveryQueue>();

    public DeliveryResultWriter Results => Services.GetRequiredService<DeliveryResultWriter>();

    public static async Task<DeliveryRig> Start(TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Encryption:Keys:0"] = "test:" + Convert.ToBase64String(new byte[32]),
            ["Webhooks:AllowedInsecureHosts:0"] = "127.0.0.1",
            ["Webhooks:AllowedPrivateNetworks:0"] = "127.0.0.0/8",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        var rig = new DeliveryRig(await TestPostgres.CreateDatabase(), time, all);
        await rig.Run("insert into tenants (id, name, mode, gateway, created_at) values (@Tenant, 'Acme', 'Test', 'simulator', now())",
            new { Tenant });
        return rig;
    }

    /// <summary>A process of its own, with the connection pool of the rig.</summary>
    public ServiceProvider Process()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(_time).AddSingleton(_random).AddSingleton(Database)
            .AddSingleton<IPublicAddress>(new Address()).AddSingleton<ConnectAddress>().AddSingleton<ITenantDirectory, Undecided>();
        if (Lookup is not null)
            services.AddSingleton(Lookup);
        services.AddCrypto(configuration).AddWebhookGuard(configuration).AddWebhookDelivery();
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        return process;
    }

    /// <summary>Tenants that have chosen nothing.</summary>
    private sealed class Undecided : ITenantDirectory
    {
        public ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken) => new((Tenant?)null);

        public ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken) => new(BrandingLayer.Empty);

        public ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken) => new(TenantSettings.Default);
    }

    private sealed class Address : IPublicAddress
    {
        public string PublicUrl => "https://pair.example.com";

        public string ConnectUrl => PublicUrl;

        public IReadOnlyList<string> ConnectUrls => [ConnectUrl];
    }

    /// <summary>Drains every endpoint that has due rows, and those that rows are added for from here on.</summary>
    public async Task<RigWorker> Work(ServiceProvider? process = null)
    {
        var worker = new RigWorker((process ?? Services).GetRequiredService<DeliveryDrain>(), Bulkheads);
        _workers.Add(worker);
        foreach (var endpoint in await Read<Guid>("select distinct endpoint_id from outbox"))
            worker.Signal(endpoint);
        return worker;
    }

    private async Task<bool> Bulkheads(Guid endpoint) =>
        (await Read<bool>("select failing_since is not null or coalesce(recent_ms, 0) >= 2000 from webhook_endpoints where id = @endpoint",
            new { endpoint })) is [true];

    private void Signal(IEnumerable<Guid> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            foreach (var worker in _workers)
                worker.Signal(endpoint);
        }
    }

    /// <summary>One life of a worker process that sees one request; when it has stopped, everything is settled.</summary>
    public async Task<SinkRequest> SendOnce(WebhookSink sink, params Guid[] endpoints)
    {
        if (endpoints.Length > 0)
            await Enqueue(endpoints);
        var worker = await Work(Process());
        var request = await sink.Next();
        await worker.StopAsync(CancellationToken.None);
        return request;
    }

    public async Task<(Guid Id, WebhookSecret Secret)> Endpoint(string url, bool active = true)
    {
        var (id, secret) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), WebhookSecret.Draw(_random));
        await Run(
            """
            insert into webhook_endpoints (id, tenant_id, scope, name, url, events, active, secret_envelope, created_at, updated_at)
            values (@id, @Tenant, 'Tenant', 'sink', @url, '{*}', @active, @envelope, now(), now())
            """,
            new { id, Tenant, url, active, envelope = Seal(id, secret) });
        return (id, secret);
    }

    public byte[] Seal(Guid endpoint, WebhookSecret secret) =>
        Services.GetRequiredService<Envelopes>().Seal(new EnvelopePlace("webhook_endpoints", endpoint, Tenant), secret.Value);

    public WebhookSecret Draw() => WebhookSecret.Draw(_random);

    /// <summary>An event and one delivery per endpoint.</summary>
    public async Task<EventId> Enqueue(params Guid[] endpoints)
    {
        var id = EventId.New(TimeProvider.System.GetUtcNow());
        var body = string.Create(CultureInfo.InvariantCulture,
            $$$"""{"event":"{{{EventType}}}","data":{"id":"{{{id}}}","name":"Jo\u00e3o & Söhne"},"type":"{{{EventType}}}","schemaVersion":"3"}""");
        await Run(
            """
            with happened as (
                insert into events (id, tenant_id, type, sequence, body, created_at) values (@id, @Tenant, @EventType, 1, @body, now()))
            insert into outbox (id, kind, tenant_id, endpoint_id, event_id)
            select gen_random_uuid(), 'delivery', @Tenant, endpoint, @id from unnest(@endpoints) endpoint
            """,
            new { id = id.Value, Tenant, EventType, body, endpoints });
        Signal(endpoints);
        return id;
    }

    public async Task Run(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    public async Task<IReadOnlyList<T>> Read<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public Task<IReadOnlyList<AttemptRow>> Attempts() => Read<AttemptRow>(
        """
        select attempt, succeeded, status_code, response, problem, extract(epoch from next_attempt_at - created_at)::float8 as pause
          from delivery_attempts order by created_at, id
        """);

    /// <summary>How many rows are pending, and how many of them under a live lease.</summary>
    public async Task<(long Pending, long Leased)> Outbox() =>
        (await Read<(long, long)>("select count(*), count(*) filter (where lease_until > now()) from outbox")).Single();

    /// <summary>Makes every pause and lease be over, by the clock that counts: the database's.</summary>
    public async Task LetTimePass()
    {
        await Run("update outbox set run_at = least(run_at, now()), lease_until = least(lease_until, now())");
        Signal(await Read<Guid>("select distinct endpoint_id from outbox"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        foreach (var process in _processes)
            await process.DisposeAsync();
        await _database.DisposeAsync();
        _random.Dispose();
    }

    public sealed record AttemptRow(int Attempt, bool Succeeded, int? StatusCode, string? Response, string? Problem, double? Pause);
}
