using Npgsql;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.LocalPostgres;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests;

/// <summary>A PostgreSQL of a test's own, migrated, that stops and starts again at the same address.</summary>
internal sealed class StoppableServer : IAsyncDisposable
{
    private readonly EmbeddedPostgresOptions _options = new()
    {
        DataDirectory = Directory.CreateTempSubdirectory("pilotpairing-").FullName,
        Durable = false,
    };

    private readonly Door _door = new();
    private EmbeddedPostgres? _server;

    public string ConnectionString { get; private set; } = "";

    public static async Task<StoppableServer> Begin()
    {
        var stoppable = new StoppableServer();
        await stoppable.Start();
        await using var database = Database.Open(stoppable._server!.ConnectionString);
        await Migrations.Apply(database, CancellationToken.None);
        return stoppable;
    }

    public async Task Start()
    {
        _server = await EmbeddedPostgres.StartAsync(_options, CancellationToken.None);
        var address = new NpgsqlConnectionStringBuilder(_server.ConnectionString);
        (_door.LeadsTo, address.Port) = (address.Port, _door.Port);
        ConnectionString = address.ConnectionString;
    }

    public async Task Stop()
    {
        if (_server is { } running)
            await running.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _door.Dispose();
        Directory.Delete(_options.DataDirectory, recursive: true);
    }
}
