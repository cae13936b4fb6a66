using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PilotPairing.Application;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Gateways.Simulator;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>A gateway as the product registers it, on a database of its own, and what it logged.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private GatewayRig(TestDatabase database, ServiceProvider services, RecordedLog log) =>
        (_database, _services, Log) = (database, services, log);

    public RecordedLog Log { get; }

    public IWhatsAppGateway Gateway => _services.GetRequiredService<IGateways>().Configured.Single().Gateway;

    public SimulatorGateway Simulator => _services.GetRequiredService<SimulatorGateway>();

    public IGatewayNotifications Notifications => _services.GetRequiredService<IGatewayNotifications>();

    public static async Task<GatewayRig> Start(string url, string key, TimeProvider? clock = null)
    {
        var database = await TestPostgres.CreateDatabase();
        var log = new RecordedLog();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Encryption:Keys:0"] = "test:" + Convert.ToBase64String(new byte[32]),
            ["Gateways:main:Kind"] = "evolution",
            ["Gateways:main:BaseUrl"] = url,
            ["Gateways:main:ApiKey"] = key,
            ["Gateways:main:CallbackUrl"] = "http://127.0.0.1:1",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddApplication().AddInfrastructure(configuration, database.ConnectionString).AddSingleton<IPublicAddress, Address>();
        if (clock is not null)
            services.AddSingleton(clock);
        return new(database, services.BuildServiceProvider(), log);
    }

    public static GatewaySession Session(string phone = "5511988887777") =>
        new(NumberId.New(TimeProvider.System.GetUtcNow()), PhoneNumber.FromStore(phone));

    /// <summary>Looks again and again until it is so, as the watcher would, but in no time.</summary>
    public async Task<SessionReport> Until<T>(GatewaySession session, IWhatsAppGateway? gateway = null, int checks = 200)
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
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private sealed class Address : IPublicAddress
    {
        public string PublicUrl => "http://127.0.0.1:1";

        public string ConnectUrl => PublicUrl;
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
