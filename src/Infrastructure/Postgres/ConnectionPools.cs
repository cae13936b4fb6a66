using System.Collections.Concurrent;
using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// Every pool of this process. A connection keeps what the server was when it was opened: after a failover all pools start anew.
/// </summary>
internal sealed class ConnectionPools
{
    private readonly ConcurrentBag<NpgsqlDataSource> _pools = [];

    public NpgsqlDataSource Add(NpgsqlDataSource pool)
    {
        _pools.Add(pool);
        return pool;
    }

    public void Clear()
    {
        foreach (var pool in _pools)
            pool.Clear();
    }
}
