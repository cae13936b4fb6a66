using Dapper;
using Npgsql;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Access;

internal sealed class KeyTraces(NpgsqlDataSource database, TimeProvider clock) : IKeyTraces
{
    public async Task<ILookup<NumberId, KeyTrace>> Of(
        TenantId tenant, IReadOnlyCollection<NumberId> numbers, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select number_id, prefix, last4
              from api_keys
             where tenant_id = @tenant and number_id = any(@numbers) and (revoked_at is null or revoked_at > @now)
             order by created_at desc, id
            """,
            new { tenant = tenant.Value, numbers = numbers.Select(number => number.Value).ToArray(), now = clock.GetUtcNow() },
            cancellationToken: cancellationToken));
        return rows.ToLookup(row => new NumberId(row.NumberId), row => new KeyTrace(row.Prefix, row.Last4));
    }

    private sealed record Row(Guid NumberId, string Prefix, string Last4);
}
