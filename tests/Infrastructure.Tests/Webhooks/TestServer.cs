using Dapper;
using Npgsql;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>A fresh, migrated database on the server named by <c>PILOTPAIRING_TEST_POSTGRES</c>.</summary>
internal static class TestServer
{
    public static async Task<string> FreshDatabase()
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("PILOTPAIRING_TEST_POSTGRES"));
        var name = $"t_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await using (var admin = new NpgsqlConnection(server.ConnectionString))
            await admin.ExecuteAsync($"create database {name}");
        server.Database = name;
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        foreach (var resource in typeof(Database).Assembly.GetManifestResourceNames().Where(resource => resource.EndsWith(".sql", StringComparison.Ordinal)).Order())
        {
            using var text = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(resource)!);
            await connection.ExecuteAsync(await text.ReadToEndAsync());
        }

        return server.ConnectionString;
    }
}
