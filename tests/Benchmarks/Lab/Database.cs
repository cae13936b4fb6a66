using Npgsql;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.LocalPostgres;

namespace PilotPairing.Benchmarks.Lab;

/// <summary>A PostgreSQL of the benchmarks' own with the settings of production; each part gets a migrated database.</summary>
internal sealed class Server(EmbeddedPostgres postgres, string folder) : IAsyncDisposable
{
    public static async Task<Server> Start(string root)
    {
        var folder = Path.Combine(root, ".data", "bench");
        return new(await EmbeddedPostgres.StartAsync(new() { DataDirectory = folder, Database = "postgres" }, CancellationToken.None),
            folder);
    }

    public string Folder => folder;

    public async Task<string> Version()
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = source.CreateCommand("show server_version");
        return ((string)(await command.ExecuteScalarAsync())!).Split(' ')[0];
    }

    public async Task<BenchDatabase> Create(string name, bool migrated = true)
    {
        await using (var source = NpgsqlDataSource.Create(postgres.ConnectionString))
        {
            await using var drop = source.CreateCommand($"drop database if exists {name} with (force)");
            await drop.ExecuteNonQueryAsync();
            await using var create = source.CreateCommand($"create database {name} template template0");
            await create.ExecuteNonQueryAsync();
        }

        var database = new BenchDatabase(
            new NpgsqlConnectionStringBuilder(
                postgres.ConnectionString)
            { Database = name, CommandTimeout = 600 }.ConnectionString, postgres.ConnectionString);
        if (migrated)
            await Migrations.Apply(database.Source, CancellationToken.None);
        return database;
    }

    public ValueTask DisposeAsync() => postgres.DisposeAsync();
}

internal sealed class BenchDatabase(string connectionString, string maintenance) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    public string Name { get; } = new NpgsqlConnectionStringBuilder(connectionString).Database!;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(connectionString);

    public async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Read<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Of this database, asked from another one, so that the question does not count.</summary>
    public async Task<long> Transactions()
    {
        await using var source = NpgsqlDataSource.Create(maintenance);
        await using var command = source.CreateCommand("select xact_commit + xact_rollback from pg_stat_database where datname = $1");
        command.Parameters.AddWithValue(Name);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await using var source = NpgsqlDataSource.Create(maintenance);
        await using var drop = source.CreateCommand($"drop database if exists {Name} with (force)");
        await drop.ExecuteNonQueryAsync();
    }
}
