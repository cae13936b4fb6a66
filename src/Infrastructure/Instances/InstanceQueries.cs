using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Instances;

internal sealed class InstanceQueries(NpgsqlDataSource database) : IInstanceQueries
{
    private const string Columns = """
        select id, tenant_id, number, name, provider, state, external_ref, metadata::text as metadata, connected_number, connected_at,
            checked_at,
               missed_at, session_left and last_disconnect_reason = 'Unknown' as may_return, last_disconnect_reason, last_disconnect_at,
               created_at, updated_at
          from numbers
        """;

    public Task<Instance?> Find(NumberId id, CancellationToken cancellationToken) =>
        One(Columns + " where id = @id and state <> 'Removed'", new { id = id.Value }, cancellationToken);

    public Task<Instance?> Find(TenantId tenant, NumberId id, CancellationToken cancellationToken) =>
        One(Columns + " where tenant_id = @tenant and id = @id and state <> 'Removed'", new { tenant = tenant.Value, id = id.Value },
            cancellationToken);

    public async Task<Page<Instance>> List(NumberFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<InstanceRow>(new CommandDefinition(
            Columns +
            $"""
             where tenant_id = @tenant and state <> 'Removed' {FiltersOf(filter)}
               and created_at <= coalesce(@afterTime::timestamptz, 'infinity')
                   and (@afterId is null or created_at < @afterTime or id > @afterId)
             order by created_at desc, id
             limit @fetch
            """,
            new
            {
                tenant = filter.Caller.Tenant.Value,
                number = filter.Caller.Number?.Value,
                state = filter.State?.ToString(),
                externalRef = filter.ExternalRef,
                page.AfterTime,
                page.AfterId,
                page.Fetch,
            },
            cancellationToken: cancellationToken));
        return Page<Instance>.Of(rows.AsList(), page, row => new(row.CreatedAt, row.Id), row => row.ToInstance());
    }

    public async Task<IReadOnlyList<DueCheck>> ToCheck(DateTimeOffset before, DateTimeOffset lostSince, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(Guid Id, Guid Tenant)>(new CommandDefinition(
            """
            select id, tenant_id
              from numbers
             where (state = 'Open' or session_left) and provider = 'PilotStatus' and (checked_at is null or checked_at <= @before)
               and (state = 'Open' or (state = 'Close' and last_disconnect_reason = 'Unknown' and last_disconnect_at > @lostSince))
             order by checked_at nulls first
            """,
            new { before, lostSince }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new DueCheck(new(row.Id), new(row.Tenant)))];
    }

    public async Task<IReadOnlyList<Instance>> Find(IReadOnlyCollection<NumberId> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<InstanceRow>(new CommandDefinition(
            Columns + " where id = any(@ids) and state <> 'Removed'", new { ids = ids.Select(id => id.Value).ToArray() },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToInstance())];
    }

    public async Task<IReadOnlySet<NumberId>> Own(TenantId tenant, IReadOnlyCollection<NumberId> asked, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(
            "select id from numbers where tenant_id = @tenant and id = any(@ids) and state <> 'Removed'",
            new { tenant = tenant.Value, ids = asked.Select(id => id.Value).ToArray() }, cancellationToken: cancellationToken));
        return ids.Select(id => new NumberId(id)).ToHashSet();
    }

    public async Task<NumberId?> FindSamePhone(TenantId tenant, PhoneNumber phone, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var id = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select id from numbers where tenant_id = @tenant and number = any(@numbers) and state <> 'Removed' order by created_at, "
                + "id limit 1",
            new { tenant = tenant.Value, numbers = phone.Forms }, cancellationToken: cancellationToken));
        return id is { } found ? new NumberId(found) : null;
    }

    // A filter that is not asked for is not in the statement: a plan that the server keeps for all cases would use the index of none.
    private static string FiltersOf(NumberFilter filter) => string.Concat(
        filter.Caller.Number is null ? "" : " and id = @number",
        filter.State is null ? "" : " and state = @state",
        // Written out: Meta's are few, and have an index that a parameter could not use.
        filter.Provider is { } provider ? $" and provider = '{provider}'" : "",
        filter.ExternalRef is null ? "" : " and external_ref = @externalRef");

    private async Task<Instance?> One(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<InstanceRow>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return row?.ToInstance();
    }

    private sealed record InstanceRow(
        Guid Id, Guid TenantId, string Number, string Name, Provider Provider, InstanceState State, string? ExternalRef, string Metadata,
        string? ConnectedNumber,
        DateTimeOffset? ConnectedAt, DateTimeOffset? CheckedAt, DateTimeOffset? MissedAt, bool MayReturn,
        DisconnectReason? LastDisconnectReason, DateTimeOffset? LastDisconnectAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public Instance ToInstance() => Instance.FromStore(
            new(Id), new(TenantId), PhoneNumber.FromStore(Number), DisplayName.FromStore(Name), Provider,
            new(ExternalRef, JsonSerializer.Deserialize(Metadata, InstanceJson.Default.IReadOnlyDictionaryStringString)!), State,
            ConnectedNumber is null ? null : PhoneNumber.FromStore(ConnectedNumber), ConnectedAt, new(CheckedAt, MissedAt, MayReturn),
            LastDisconnectReason is { } reason && LastDisconnectAt is { } at ? new Disconnect(reason, at) : null, CreatedAt, UpdatedAt);
    }
}
