using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Access;

internal sealed class KeyQueries(NpgsqlDataSource database, TimeProvider clock) : IKeyQueries
{
    public async Task<IReadOnlyDictionary<NumberId, KeySummary>> OfNumbers(
        TenantId tenant, IReadOnlyCollection<NumberId> numbers, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select distinct on (number_id) number_id, id, last4
              from api_keys
             where tenant_id = @tenant and number_id = any(@numbers) and revoked_at is null
             order by number_id, created_at desc, id
            """,
            new { tenant = tenant.Value, numbers = numbers.Select(number => number.Value).ToArray() },
            cancellationToken: cancellationToken));
        return rows.ToDictionary(row => new NumberId(row.NumberId), row => new KeySummary(new(row.Id), row.Last4));
    }

    public async Task<bool> IsAlive(TenantId tenant, KeyId key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (
                select from api_keys join tenants on tenants.id = api_keys.tenant_id
                 where api_keys.tenant_id = @tenant and api_keys.id = @key and (api_keys.revoked_at is null or api_keys.revoked_at > @now)
                   and tenants.suspended_at is null and tenants.delete_at is null)
            """,
            new { tenant = tenant.Value, key = key.Value, now = clock.GetUtcNow() }, cancellationToken: cancellationToken));
    }

    private sealed record Row(Guid NumberId, Guid Id, string Last4);
}
