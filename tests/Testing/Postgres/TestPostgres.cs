using Npgsql;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.LocalPostgres;

namespace PilotPairing.Testing.Postgres;

/// <summary>
/// The server that tests share: the one named by PILOTPAIRING_TEST_POSTGRES (a role that may create databases), else a container where a
/// Docker engine answers, else an embedded one per clone, which stays for the next run. Databases are clones of a migrated template.
/// </summary>
public static class TestPostgres
{
    private const string Setting = "PILOTPAIRING_TEST_POSTGRES";
    private const string DatabasePrefix = "test_";
    private const string Bare = "template0";
    // A server in a container may have no locale, and then ASCII for its default.
    private const string Unicode = " encoding 'UTF8'";
    private const long TemplateKey = 0x7465_6d70_6c61_7465;
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(2);
    private static readonly Lazy<Task<string>> Maintenance = new(Start);
    private static readonly Lazy<Task<string>> Template = new(MakeTemplate);
    private static EmbeddedPostgres? _server;
    private static ContainerServer? _container;

    /// <summary>Migrated, empty, and gone when disposed.</summary>
    public static async Task<TestDatabase> CreateDatabase() => await Create(await Template.Value);

    /// <summary>Without any table of ours.</summary>
    public static async Task<TestDatabase> CreateEmptyDatabase() => await Create(Bare);

    internal static async Task Drop(string database) =>
        await Execute(await Maintenance.Value, $"drop database if exists {database} with (force)");

    private static async Task<TestDatabase> Create(string template)
    {
        var maintenance = await Maintenance.Value;
        var name = DatabasePrefix + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        await Execute(maintenance, $"create database {name} template {template}{(template == Bare ? Unicode : "")}");
        return new(name, Within(maintenance, name));
    }

    private static async Task<string> Start()
    {
        var maintenance = await Choose();
        await DropAbandoned(maintenance);
        return maintenance;
    }

    private static async Task<string> Choose()
    {
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } named)
        {
            Report($"Tests use the PostgreSQL that {Setting} names");
            return named;
        }

        _container = await ContainerServer.TryStart(ContainerServer.Image, Report);
        if (_container is not null)
        {
            Report($"Tests use PostgreSQL in a container of {ContainerServer.Image}");
            return _container.ConnectionString;
        }

        var folder = Path.Combine(RepositoryRoot.Path, ".data", "test-postgres");
        _server = await EmbeddedPostgres.StartAsync(new() { DataDirectory = folder, Database = "postgres", Durable = false },
            CancellationToken.None);
        Report("Tests use the machine's own PostgreSQL");
        return _server.ConnectionString;
    }

    // What a test host writes to its console is not shown: build/test prints the lines of these files, each once.
    private static void Report(string line)
    {
        Console.Error.WriteLine(line);
        var folder = Path.Combine(RepositoryRoot.Path, "artifacts", "test-results");
        Directory.CreateDirectory(folder);
        File.AppendAllText(Path.Combine(folder, $"postgres.{Environment.ProcessId}.txt"), line + "\n");
    }

    // A killed run leaves its databases; their names begin with the time they were made.
    private static async Task DropAbandoned(string maintenance)
    {
        var oldest = DatabasePrefix + Guid.CreateVersion7(TimeProvider.System.GetUtcNow() - AbandonedAfter).ToString("N");
        await using var server = NpgsqlDataSource.Create(maintenance);
        await using var find =
            server.CreateCommand("select datname from pg_database where starts_with(datname, $1) and datname::text collate \"C\" < $2");
        find.Parameters.AddWithValue(DatabasePrefix);
        find.Parameters.AddWithValue(oldest);
        var abandoned = new List<string>();
        await using (var rows = await find.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
                abandoned.Add(rows.GetString(0));
        }

        foreach (var name in abandoned)
            await Execute(maintenance, $"drop database if exists {name} with (force)");
    }

    private static async Task<string> MakeTemplate()
    {
        var maintenance = await Maintenance.Value;
        var template = "template_" + Migrations.Fingerprint;

        // Creating a database needs to be outside a transaction, so the lock is the session's, and the session ends here, unpooled.
        await using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(maintenance) { Pooling = false, CommandTimeout = 120 }.ConnectionString);
        await connection.OpenAsync();
        await Execute(connection, $"select pg_advisory_lock({TemplateKey})");
        await using var find = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection);
        find.Parameters.AddWithValue(template);
        if ((bool)(await find.ExecuteScalarAsync())!)
            return template;

        // Its final name comes last: a template that has it is complete.
        var draft = template + "_draft";
        await Execute(connection, $"drop database if exists {draft} with (force)");
        await Execute(connection, $"create database {draft} template {Bare}{Unicode}");
        await using (var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Within(maintenance, draft)) { Pooling = false }))
            await Migrations.Apply(database, CancellationToken.None);
        await Execute(connection, $"alter database {draft} rename to {template}");
        return template;
    }

    private static string Within(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private static async Task Execute(string maintenance, string sql)
    {
        try
        {
            await using var connection = new NpgsqlConnection(maintenance);
            await connection.OpenAsync();
            await Execute(connection, sql);
        }
        catch (NpgsqlException exception) when (_container?.End is { } end)
        {
            throw new InvalidOperationException(end, exception);
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
