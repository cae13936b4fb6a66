using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

internal sealed class KeyRows(Transaction transaction) : IKeys
{
    public void Add(ApiKey key, DateTimeOffset now) => transaction.Queue(
        """
        insert into api_keys (id, tenant_id, hash, prefix, last4, scope, number_id, named_by_id, created_at)
        values (@id, @tenant, @hash, @prefix, @last4, @scope, @number, @namedById, @now)
        """,
        ("id", key.Id.Value), ("tenant", key.Tenant.Value), ("hash", key.Raw.Hash()), ("prefix", key.Raw.Prefix), ("last4", key.Raw.Last4),
        ("scope", key.Scope.ToString()), ("number", key.Number?.Value), ("namedById", key.Raw.Prefix == RawKey.TestPrefix), ("now", now));

    public async Task<ApiKeyRow?> Retire(KeyId key, DateTimeOffset diesAt, DateTimeOffset now)
    {
        var row = await (await transaction.Now()).QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            update api_keys set revoked_at = @diesAt
              from tenants
             where api_keys.id = @id and tenants.id = api_keys.tenant_id
               and (api_keys.revoked_at is null or api_keys.revoked_at > @now)
            returning api_keys.tenant_id, tenants.mode, api_keys.scope, api_keys.number_id
            """,
            new { id = key.Value, diesAt, now }, cancellationToken: transaction.CancellationToken));
        if (row is null)
            return null;

        transaction.Notify(Channels.Access, row.TenantId);
        return new(key, new(row.TenantId), row.Mode, row.Scope, row.NumberId is { } number ? new NumberId(number) : null);
    }

    public void RetireAll(TenantId tenant, NumberId number, DateTimeOffset now)
    {
        transaction.Queue(
            "update api_keys set revoked_at = @now where tenant_id = @tenant and number_id = @number and (revoked_at is null or revoked_at > @now)",
            ("tenant", tenant.Value), ("number", number.Value), ("now", now));
        transaction.Notify(Channels.Access, tenant.Value);
    }

    private sealed record Row(Guid TenantId, TenantMode Mode, KeyScope Scope, Guid? NumberId);
}
