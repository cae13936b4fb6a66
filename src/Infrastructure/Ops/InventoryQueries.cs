using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class InventoryQueries(NpgsqlDataSource database, IWorkHealth work) : IInventory
{
    public async Task<Inventory> Read(CancellationToken cancellationToken) => new(
        (await database.Query<string>("select version()", null, cancellationToken))[0],
        await database.Query<string>("select name from schema_migrations order by name", null, cancellationToken),
        await database.Query<TableSize>(
            """
            select namespace.nspname || '.' || held.relname as table, held.reltuples::bigint as rows,
                   pg_total_relation_size(held.oid) as bytes
              from pg_class held
              join pg_namespace namespace on namespace.oid = held.relnamespace
             where held.relkind = 'r' and namespace.nspname in ('public', 'jobs')
             order by 1
            """,
            null, cancellationToken),
        await work.Read(cancellationToken));
}
