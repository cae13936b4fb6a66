using Npgsql;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Testing.Postgres;

/// <summary>A database of one test class, dropped with whatever is still connected to it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name;

    internal TestDatabase(string name, string connectionString)
    {
        _name = name;
        // One pool per database: a few classes at once must stay within the server's connections.
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 20 }.ConnectionString;
        Source = Database.Open(ConnectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await TestPostgres.Drop(_name);
    }
}
