using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Ops;

/// <summary>All ages are by the database's clock, which wrote the times.</summary>
internal sealed class WorkHealthQueries(NpgsqlDataSource database) : IWorkHealth
{
    public async Task<WorkHealth> Read(CancellationToken cancellationToken)
    {
        var row = (await database.Query<Row>(
            """
            select (select now() - max(lastheartbeat) from jobs.server) as heartbeat_age,
                   (select now() - run_at from outbox where endpoint_id is not null order by run_at limit 1) as delivery_age,
                   (select now() - run_at from outbox where endpoint_id is null and kind = 'send' order by run_at limit 1) as send_age,
                   (select now() - run_at from outbox where endpoint_id is null and kind = 'cleanup' order by run_at limit 1) as cleanup_age
            """,
            null, cancellationToken))[0];
        return new(row.HeartbeatAge, new Dictionary<string, TimeSpan>
        {
            ["delivery"] = Since(row.DeliveryAge),
            ["send"] = Since(row.SendAge),
            ["cleanup"] = Since(row.CleanupAge),
        });
    }

    public async Task<bool> MayDeleteAudit(CancellationToken cancellationToken) =>
        (await database.Query<bool>("select has_table_privilege('audit_log', 'delete')", null, cancellationToken))[0];

    /// <summary>What is due later is not late.</summary>
    private static TimeSpan Since(TimeSpan? age) => age is { } past && past > TimeSpan.Zero ? past : TimeSpan.Zero;

    private sealed record Row(TimeSpan? HeartbeatAge, TimeSpan? DeliveryAge, TimeSpan? SendAge, TimeSpan? CleanupAge);
}
