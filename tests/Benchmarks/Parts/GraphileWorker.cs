using System.Globalization;
using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>npm graphile-worker doing the same signed POSTs, on a database of its own on the same server.</summary>
internal sealed class GraphileWorker : IAsyncDisposable
{
    public const int JobsAtOnce = 64;

    private readonly Child _process;
    private readonly BenchDatabase _database;

    private GraphileWorker(Child process, BenchDatabase database) => (_process, _database) = (process, database);

    public static async Task<GraphileWorker> Start(Server server)
    {
        var database = await server.Create("bench_graphile", migrated: false);
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString);
        var address = $"postgres://{settings.Username}:{Uri.EscapeDataString(settings.Password!)}@{settings.Host}:{settings.Port}/{settings.Database}";
        var process = Child.Start(
            "node", [Path.Combine(AppContext.BaseDirectory, "graphile", "worker.mjs"), address,
                JobsAtOnce.ToString(CultureInfo.InvariantCulture)],
            AppContext.BaseDirectory, new Dictionary<string, string> { ["NODE_ENV"] = "production" });
        await process.WaitForLine("ready");
        return new(process, database);
    }

    public Task Add(string url, int endpoints, int perEndpoint) => _database.Execute(
        $$"""
        select graphile_worker.add_job('deliver', json_build_object('url', '{{url}}' || endpoint, 'id', 'evt_' || endpoint || '_' || number, 'body', '{{Backlog.Body}}'))
          from generate_series(1, {{endpoints}}) endpoint, generate_series(1, {{perEndpoint}}) number
        """);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _database.DisposeAsync();
    }
}
