using Npgsql;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class OpsGatewayQueries(NpgsqlDataSource database) : IOpsGatewayQueries
{
    public async Task<IReadOnlyList<OpsGatewayFailure>> Failures(int atMost, CancellationToken cancellationToken)
    {
        var rows = await database.Query<FailureRow>(
            """
            select tenant.gateway, tenant.mode, attempt.tenant_id, tenant.name, attempt.number_id, attempt.failure_code, attempt.changed_at
              from pairing_attempts attempt join tenants tenant on tenant.id = attempt.tenant_id
             where attempt.failure_code is not null
             order by attempt.id desc
             limit @atMost
            """,
            new { atMost }, cancellationToken);
        return [.. rows.Select(row =>
            new OpsGatewayFailure(row.Gateway, row.Mode, new(row.TenantId), row.Name, new(row.NumberId), row.FailureCode, row.ChangedAt))];
    }

    public async Task<IReadOnlyList<OpsGatewaySuccess>> Successes(CancellationToken cancellationToken) =>
        await database.Query<OpsGatewaySuccess>(
        """
        select tenant.gateway, tenant.mode, max(connected.changed_at) as at
          from (select attempt.tenant_id, attempt.changed_at from pairing_attempts attempt where attempt.phase = 'Connected'
              order by attempt.id desc limit 1000) connected
          join tenants tenant on tenant.id = connected.tenant_id
         group by tenant.gateway, tenant.mode
        """,
        null, cancellationToken);

    private sealed record FailureRow(
        string Gateway, TenantMode Mode, Guid TenantId, string Name, Guid NumberId, string FailureCode, DateTimeOffset ChangedAt);
}
