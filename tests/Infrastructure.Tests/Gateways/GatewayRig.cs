using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PilotPairing.Application;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Gateways.Baileys;
using PilotPairing.Infrastructure.Gateways.Simulator;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>A gateway as the product registers it, on a database of its own, and what it logged.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    private readonly TestDatabase? _database;
    private readonly ServiceProvider _services;
    private IReadOnlyList<IHostedService> _running = [];

    private GatewayRig(TestDatabase? database, ServiceProvider services, RecordedLog log) =>
        (_database, _services, Log) = (database, services, log);

    public RecordedLog Log { get; }

    public IServiceProvider Services => _services;

    private string ConnectionString { get; init; } = "";

    public IWhatsAppGateway Gateway => _services.GetRequiredService<IGateways>().Configured.Single().Gateway;

    public CircuitReport Circuit => _services.GetRequiredService<IGateways>().Configured.Single().Circuit;

    public SimulatorGateway Simulator => _services.GetRequiredService<SimulatorGateway>();

    public IGatewayNotifications Notifications => _services.GetRequiredService<IGatewayNotifications>();

    public static Task<GatewayRig> Start(string url, string key, TimeProvider? clock = null) => Start(new()
    {
        ["Gateways:main:Kind"] = "evolution",
        ["Gateways:main:BaseUrl"] = url,
        ["Gateways:main:ApiKey"] = key,
        ["Gateways:main:CallbackUrl"] = "http://127.0.0.1:1",
    }, clock);

    /// <param name="other">Another node, whose database this one shares.</param>
    public static async Task<GatewayRig> Start(Dictionary<string, string?> settings, TimeProvider? clock = null, GatewayRig? other = null)
    {
        var database = other is null ? await TestPostgres.CreateDatabase() : null;
        var connectionString = other?.ConnectionString ?? database!.ConnectionString;
        var log = new RecordedLog();
        settings["Encryption:Keys:0"] = "test:" + Convert.ToBase64String(new byte[32]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddApplication().AddInfrastructure(configuration, connectionString).AddSingleton<IPublicAddress, Address>();
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddBaileysHost();
        return new(database, services.BuildServiceProvider(), log) { ConnectionString = connectionString };
    }

    /// <summary>What runs the sessions of our own gateway, and what wakes it.</summary>
    public async Task Run()
    {
        _running = [.. _services.GetServices<IHostedService>().Where(service => service is PostgresListener or BaileysHost)];
        foreach (var service in _running)
            await service.StartAsync(default);
    }

    public async Task Stop()
    {
        foreach (var service in _running)
            await service.StopAsync(default);
        _running = [];
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static GatewaySession Session(string phone = "5511988887777") =>
        new(TenantId.New(TimeProvider.System.GetUtcNow()), NumberId.New(TimeProvider.System.GetUtcNow()), PhoneNumber.FromStore(phone));

    /// <summary>Looks again and again until it is so, as the watcher would, but in no time.</summary>
    public async Task<SessionReport> Until<T>(GatewaySession session, IWhatsAppGateway? gateway = null, int checks = 3000)
    {
        var seen = new List<SessionReport>();
        for (var check = 0; check < checks; check++)
        {
            seen.Add(await (gateway ?? Gateway).GetState(session, default));
            if (seen[^1] is T)
                return seen[^1];
            await Task.Delay(10);
        }

        throw new InvalidOperationException($"No {typeof(T).Name} among {string.Join(", ", seen.Distinct())}");
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _services.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private sealed class Address : IPublicAddress
    {
        public string PublicUrl => "http://127.0.0.1:1";

        public string ConnectUrl => PublicUrl;

        public IReadOnlyList<string> ConnectUrls => [ConnectUrl];
    }
}

/// <summary>Every line that was logged, with its exception.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
