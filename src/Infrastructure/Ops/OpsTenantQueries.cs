using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class OpsTenantQueries(NpgsqlDataSource database) : IOpsTenantQueries
{
    private const string Columns =
        """
        select tenant.id, tenant.name, tenant.mode, tenant.gateway, tenant.created_at, tenant.suspended_at, tenant.delete_at,
            tenant.deleting_since
          from tenants tenant
        """;

    public async Task<Page<OpsTenant>> List(string? name, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await database.Query<TenantRow>(
            $"{Columns} where true{(name is null ? "" : " and starts_with(lower(tenant.name), lower(@name))")}{Keyset.After(page, false, "tenant")} order by tenant.id desc limit {page.Fetch}",
            new { name, page.AfterId }, cancellationToken);
        return Page<OpsTenant>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToTenant());
    }

    public async Task<OpsTenant?> Find(TenantId id, CancellationToken cancellationToken) =>
        (await database.Find<TenantRow>($"{Columns} where tenant.id = @id", new { id = id.Value }, cancellationToken))?.ToTenant();

    public async Task<IReadOnlyDictionary<TenantId, string>> Names(IReadOnlyList<TenantId> ids, CancellationToken cancellationToken)
    {
        var rows = await database.Query<NameRow>(
            "select tenant.id, tenant.name from tenants tenant where tenant.id = any(@ids)",
            new { ids = ids.Select(id => id.Value).ToArray() }, cancellationToken);
        return rows.ToDictionary(row => new TenantId(row.Id), row => row.Name);
    }

    public async Task<bool> HasKey(TenantId tenant, KeyId key, CancellationToken cancellationToken) => (await database.Query<Guid>(
        "select key.id from api_keys key where key.id = @key and key.tenant_id = @tenant", new { key = key.Value, tenant = tenant.Value },
        cancellationToken)).Count > 0;

    public async Task<Page<OpsKey>> Keys(TenantId tenant, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await database.Query<KeyRow>(
            $"""
            select key.id, key.prefix, key.last4, key.scope, key.number_id, key.created_at, key.last_used_at, key.revoked_at
              from api_keys key
             where key.tenant_id = @tenant{Keyset.After(page, true, "key")}
             order by key.created_at desc, key.id
             limit {page.Fetch}
            """,
            new { tenant = tenant.Value, page.AfterTime, page.AfterId }, cancellationToken);
        return Page<OpsKey>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToKey());
    }

    private sealed record NameRow(Guid Id, string Name);

    private sealed record TenantRow(
        Guid Id, string Name, TenantMode Mode, string Gateway, DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt,
        DateTimeOffset? DeleteAt, DateTimeOffset? DeletingSince)
    {
        public OpsTenant ToTenant() => new(new(Id), Name, Mode, Gateway, CreatedAt, SuspendedAt, DeleteAt, DeletingSince);
    }

    private sealed record KeyRow(
        Guid Id, string Prefix, string Last4, KeyScope Scope, Guid? NumberId, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
        DateTimeOffset? RevokedAt)
    {
        public OpsKey ToKey() => new(
            new(Id), Prefix, Last4, Scope, NumberId is { } number ? new NumberId(number) : null, CreatedAt, LastUsedAt, RevokedAt);
    }
}
