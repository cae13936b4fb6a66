using Npgsql;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// The scheduler's rows that name a tenant. One that is running goes when it ends and expires; what else refers to one that is gone, the
/// scheduler passes over.
/// </summary>
internal sealed class TenantJobs(NpgsqlDataSource database) : ITenantJobs
{
    private const int Batch = 1000;

    public async Task Delete(TenantId tenant, CancellationToken cancellationToken)
    {
        var names = new { uuid = $"%{tenant.Value}%", written = $"%{tenant}%", batch = Batch };
        while (await database.Execute(
            $"""
            delete from {JobTables.Schema}.job where id = any(array(
                select id from {JobTables.Schema}.job
                 where statename is distinct from 'Processing'
                   and (arguments::text like @uuid or arguments::text like @written) limit @batch))
            """,
            names, cancellationToken) > 0)
            cancellationToken.ThrowIfCancellationRequested();
    }
}
