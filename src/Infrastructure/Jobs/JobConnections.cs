using Hangfire.PostgreSql;
using Npgsql;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>Hangfire's own connections, in a pool that ends with the process's services.</summary>
internal sealed class JobConnections(string connectionString) : IConnectionFactory, IDisposable
{
    private const int PreparedStatements = 50;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = PreparedStatements, ApplicationName = "pilotpairing-jobs" }.ConnectionString);

    public NpgsqlConnection GetOrCreateConnection() => _source.CreateConnection();

    public void Dispose() => _source.Dispose();
}
