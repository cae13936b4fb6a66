using Dapper;
using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Access;

internal sealed class TenantCheck(NpgsqlDataSource database) : ITenantCheck
{
    public async Task<IReadOnlyList<LiveTenants>> LiveByGateway(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<LiveTenants>(new CommandDefinition(
            "select gateway, count(*)::int as count from tenants where mode = 'Live' group by gateway order by gateway",
            cancellationToken: cancellationToken))];
    }
}
