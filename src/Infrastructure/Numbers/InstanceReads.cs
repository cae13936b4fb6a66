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
        select id, tenant_id, number, name, provider, state, external_ref, metadata::text as metadata, connected_number, connected_at, created_at, updated_at
          from numbers
        """;

    public Task<Instance?> Find(NumberId id, CancellationToken cancellationToken) =>
        One(Columns + " where id = @id and state <> 'Removed'", new { id = id.Value }, cancellationToken);

    public Task<Instance?> Find(TenantId tenant, NumberId id, CancellationToken cancellationToken) =>
        One(Columns + " where tenant_id = @tenant and id = @id and state <> 'Removed'", new { tenant = tenant.Value, id = id.Value }, cancellationToken);

    private async Task<Instance?> One(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<InstanceRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return row?.ToInstance();
    }

    private sealed record InstanceRow(
        Guid Id, Guid TenantId, string Number, string Name, Provider Provider, InstanceState State, string? ExternalRef, string Metadata, string? ConnectedNumber,
        DateTimeOffset? ConnectedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public Instance ToInstance() => Instance.FromStore(
            new(Id), new(TenantId), PhoneNumber.FromStore(Number), DisplayName.FromStore(Name), Provider,
            new(ExternalRef, JsonSerializer.Deserialize(Metadata, StoredJson.Default.IReadOnlyDictionaryStringString)!), State,
            ConnectedNumber is null ? null : PhoneNumber.FromStore(ConnectedNumber), ConnectedAt, CreatedAt, UpdatedAt);
    }
}
