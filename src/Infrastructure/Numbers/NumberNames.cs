using Dapper;
using Npgsql;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Numbers;

internal sealed class NumberNames(NpgsqlDataSource database) : INumberNames
{
    public async Task<IReadOnlyList<NumberName>> Of(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "select id, number, name from numbers where tenant_id = @tenant and state <> 'Removed' order by created_at desc, id",
            new { tenant = tenant.Value }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new NumberName(new(row.Id), PhoneNumber.FromStore(row.Number), DisplayName.FromStore(row.Name)))];
    }

    public async Task<IReadOnlySet<NumberId>> Own(TenantId tenant, IReadOnlyCollection<NumberId> asked, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(
            "select id from numbers where tenant_id = @tenant and id = any(@ids) and state <> 'Removed'",
            new { tenant = tenant.Value, ids = asked.Select(id => id.Value).ToArray() }, cancellationToken: cancellationToken));
        return ids.Select(id => new NumberId(id)).ToHashSet();
    }

    private sealed record Row(Guid Id, string Number, string Name);
}
