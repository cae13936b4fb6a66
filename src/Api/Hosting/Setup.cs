using Microsoft.Extensions.Options;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// What a command stands on: the configuration and a database. With nothing configured that is a private PostgreSQL of our own and a
/// demo tenant, so that the first start needs no preparation.
/// </summary>
internal sealed class Setup : IAsyncDisposable
{
    /// <summary>An installation that has its database elsewhere may leave this assembly out.</summary>
    private const string LocalPostgres = "PilotPairing.LocalPostgres.dll";

    private readonly DemoInstallation? _demo;

    private Setup(IConfiguration chosen, string connectionString, DemoInstallation? demo)
    {
        (ConnectionString, _demo) = (connectionString, demo);
        Settings = demo is null ? new Dictionary<string, string?>() : NotSet(chosen, demo.Settings);
        Configuration = new ConfigurationBuilder().AddConfiguration(chosen).AddInMemoryCollection(Settings).Build();
    }

    public IConfiguration Configuration { get; }

    public string ConnectionString { get; }

    /// <summary>Leads to PostgreSQL itself where <see cref="ConnectionString"/> leads through a pooler.</summary>
    private string SessionString => Configuration.GetConnectionString("Direct") is { Length: > 0 } direct ? direct : ConnectionString;

    /// <summary>What the demo adds to what the operator set.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>For the server, which makes what is missing.</summary>
    public static Task<Setup> ForServing(CancellationToken cancellationToken) =>
        Prepare(folder => DemoInstallation.Start(folder, cancellationToken));

    /// <summary>For a command that works on a database: it takes one that exists, and names one that was not configured.</summary>
    public static Task<Setup> ForCommand(CancellationToken cancellationToken) => Prepare(async folder =>
    {
        var demo = await DemoInstallation.Open(folder, cancellationToken);
        await Name(folder);
        return demo;
    });

    /// <summary>For a command that only checks: it starts and writes nothing.</summary>
    public static Task<Setup> ForChecking(CancellationToken cancellationToken) => Prepare(async folder =>
    {
        var demo = await DemoInstallation.Find(folder, cancellationToken);
        await Name(folder);
        return demo;
    });

    /// <summary>What the operator set.</summary>
    public static IConfiguration Chosen() =>
        new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables().Build();

    private static async Task<Setup> Prepare(Func<string, Task<DemoInstallation>> demo)
    {
        var configuration = Chosen();
        if (configuration.GetConnectionString("Postgres") is { Length: > 0 } configured)
            return new(configuration, configured, null);
        if (configuration.GetConnectionString("Direct") is { Length: > 0 })
            throw new OptionsValidationException("ConnectionStrings", typeof(string),
                ["ConnectionStrings:Direct stands beside ConnectionStrings:Postgres, which is not set."]);

        DemandLocalPostgres(AppContext.BaseDirectory);
        var found = await demo(configuration["DataDirectory"] ?? ".data");
        return new(configuration, found.ConnectionString, found);
    }

    /// <exception cref="NoDatabaseException">The program in this folder was published without it.</exception>
    internal static void DemandLocalPostgres(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LocalPostgres)))
            throw NoDatabaseException.NotShipped();
    }

    // Beside what a command prints for scripts.
    private static Task Name(string folder) =>
        Console.Error.WriteLineAsync(
            $"Database: the private one in {Path.GetFullPath(folder)}, since ConnectionStrings:Postgres is not set");

    internal static IReadOnlyDictionary<string, string?> NotSet(IConfiguration chosen, IReadOnlyDictionary<string, string?> settings) =>
        settings.Where(setting => chosen[setting.Key] is null).ToDictionary();

    /// <summary>Refuses a database that cannot be used, before anything is changed.</summary>
    /// <exception cref="UnfitDatabaseException">What is wrong with it.</exception>
    public Task DemandDatabase(CancellationToken cancellationToken) => Database.Demand(SessionString, cancellationToken);

    public async Task<int> Migrate(CancellationToken cancellationToken)
    {
        await DemandDatabase(cancellationToken);
        await using var database = Database.Open(SessionString);
        return await Migrations.Apply(database, cancellationToken);
    }

    /// <summary>Prints the addresses to open, once everything answers.</summary>
    public Task Welcome(WebApplication app, CancellationToken cancellationToken) =>
        _demo?.Welcome(app, cancellationToken) ?? Task.CompletedTask;

    /// <summary>How far a demo is, for the person who waits for it.</summary>
    public void Report(string progress) => _demo?.Report(progress);

    public ValueTask DisposeAsync() => _demo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
