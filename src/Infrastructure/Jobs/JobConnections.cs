using Hangfire.PostgreSql;
using Npgsql;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>Hangfire's own connections, in a pool that ends with the process's services.</summary>
internal sealed class JobConnections(string connectionString, ConnectionPools pools) : IConnectionFactory, IDisposable
{
    private readonly NpgsqlDataSource _source = pools.Add(Database.Open(connectionString));

    public NpgsqlConnection GetOrCreateConnection() => _source.CreateConnection();

    public void Dispose() => _source.Dispose();
}
