using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

internal sealed class KeyRepository(Transaction transaction) : IKeys
{
    public void Add(ApiKey key)
    {
        transaction.Made = new(key.Id.ToString(), key.Id.Value);
        transaction.Queue(
            """
            insert into api_keys (id, tenant_id, hash, prefix, last4, scope, number_id, named_by_id, created_at)
            values (@id, @tenant, @hash, @prefix, @last4, @scope, @number, @namedById, @now)
            """,
            ("id", key.Id.Value), ("tenant", key.Tenant.Value), ("hash", key.Raw.Hash()), ("prefix", key.Raw.Prefix),
            ("last4", key.Raw.Last4),
            ("scope", key.Scope.ToString()), ("number", key.Number?.Value), ("namedById", key.NamedById), ("now", key.CreatedAt));
        // A node that was asked for it a moment ago believes that there is none.
        transaction.Notify(Channels.Access, key.Tenant.Value);
    }

    public async Task<ApiKeyRow?> Retire(KeyId key, DateTimeOffset diesAt)
    {
        var connection = await transaction.Now();
        // Other callers that make keys of this tenant wait, so that a number never gets two successors at once.
        await connection.ExecuteAsync(new CommandDefinition(
            "select tenants.id from tenants where id = (select tenant_id from api_keys where id = @id) for no key update",
            new { id = key.Value }, cancellationToken: transaction.CancellationToken));
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            update api_keys set revoked_at = @diesAt
              from tenants
             where api_keys.id = @id and tenants.id = api_keys.tenant_id and api_keys.revoked_at is null
            returning api_keys.tenant_id, tenants.mode, api_keys.scope, api_keys.number_id, api_keys.named_by_id
            """,
            new { id = key.Value, diesAt }, cancellationToken: transaction.CancellationToken));
        if (row is null)
            return null;

        transaction.Notify(Channels.Access, row.TenantId);
        return new(key, new(row.TenantId), row.Mode, row.Scope, row.NumberId is { } number ? new NumberId(number) : null, row.NamedById);
    }

    public async Task<bool> Revoke(TenantId tenant, KeyId key, DateTimeOffset now)
    {
        var revoked = await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            "update api_keys set revoked_at = @now where id = @key and tenant_id = @tenant and (revoked_at is null or revoked_at > @now)",
            new { key = key.Value, tenant = tenant.Value, now }, cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Access, tenant.Value);
        return revoked == 1;
    }

    public async Task RetireOf(TenantId tenant, NumberId number, DateTimeOffset diesAt, DateTimeOffset now)
    {
        var connection = await transaction.Now();
        await connection.ExecuteAsync(new CommandDefinition(
            "select id from tenants where id = @tenant for no key update", new { tenant = tenant.Value },
            cancellationToken: transaction.CancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update api_keys set revoked_at = least(revoked_at, @diesAt)
             where tenant_id = @tenant and number_id = @number and (revoked_at is null or revoked_at > @now)
            """,
            new { tenant = tenant.Value, number = number.Value, diesAt, now }, cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Access, tenant.Value);
    }

    private sealed record Row(Guid TenantId, TenantMode Mode, KeyScope Scope, Guid? NumberId, bool NamedById);
}
