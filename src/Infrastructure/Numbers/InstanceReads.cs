using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Infrastructure.Numbers;

internal sealed class InstanceReads(NpgsqlDataSource database) : IInstanceReads
{
    private const string Columns = """
        select id, tenant_id, number, name, provider, state, external_ref, metadata::text as metadata, connected_number, connected_at, checked_at, created_at, updated_at
          from numbers
        """;

    public Task<Instance?> Find(NumberId id, CancellationToken cancellationToken) =>
        One(Columns + " where id = @id and state <> 'Removed'", new { id = id.Value }, cancellationToken);

    public Task<Instance?> Find(TenantId tenant, NumberId id, CancellationToken cancellationToken) =>
        One(Columns + " where tenant_id = @tenant and id = @id and state <> 'Removed'", new { tenant = tenant.Value, id = id.Value }, cancellationToken);

    public async Task<NumberId?> FindSamePhone(TenantId tenant, PhoneNumber phone, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var id = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select id from numbers where tenant_id = @tenant and number = @number and state <> 'Removed' order by created_at, id limit 1",
            new { tenant = tenant.Value, number = phone.Digits }, cancellationToken: cancellationToken));
        return id is { } found ? new NumberId(found) : null;
    }

    private async Task<Instance?> One(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<InstanceRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return row?.ToInstance();
    }

    private sealed record InstanceRow(
        Guid Id, Guid TenantId, string Number, string Name, Provider Provider, InstanceState State, string? ExternalRef, string Metadata, string? ConnectedNumber,
        DateTimeOffset? ConnectedAt, DateTimeOffset? CheckedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public Instance ToInstance() => Instance.FromStore(
            new(Id), new(TenantId), PhoneNumber.FromStore(Number), DisplayName.FromStore(Name), Provider,
            new(ExternalRef, JsonSerializer.Deserialize(Metadata, StoredJson.Default.IReadOnlyDictionaryStringString)!), State,
            ConnectedNumber is null ? null : PhoneNumber.FromStore(ConnectedNumber), ConnectedAt, CheckedAt, CreatedAt, UpdatedAt);
    }
}
