using Dapper;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Infrastructure.Messaging;

internal sealed class TemplateQueries(NpgsqlDataSource database) : ITemplateQueries
{
    public async Task<Page<MessageTemplate>> List(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await Read(
            $"""
            select {TemplateRow.Columns}
              from templates
             where tenant_id = @tenant and (@number is null or sender_id = @number)
               and created_at <= coalesce(@afterTime::timestamptz, 'infinity')
                   and (@afterId is null or created_at < @afterTime or id > @afterId)
             order by created_at desc, id
             limit @fetch
            """,
            new { tenant = caller.Tenant.Value, number = caller.Number?.Value, page.AfterTime, page.AfterId, page.Fetch },
            cancellationToken);
        return Page<MessageTemplate>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToTemplate());
    }

    public async Task<IReadOnlyList<MessageTemplate>> Named(Caller caller, string name, CancellationToken cancellationToken)
    {
        var rows = await Read(
            $"select {TemplateRow.Columns} from templates where tenant_id = @tenant and name = @name and (@number is null or sender_id = @number)",
            new { tenant = caller.Tenant.Value, name, number = caller.Number?.Value }, cancellationToken);
        return [.. rows.Select(row => row.ToTemplate())];
    }

    public async Task<MessageTemplate?> Find(TenantId tenant, TemplateId id, CancellationToken cancellationToken)
    {
        var rows = await Read($"select {TemplateRow.Columns} from templates where tenant_id = @tenant and id = @id",
            new { tenant = tenant.Value, id = id.Value }, cancellationToken);
        return rows.Count == 0 ? null : rows[0].ToTemplate();
    }

    public async Task<IReadOnlyList<MessageTemplate>> TakeDue(int most, CancellationToken cancellationToken)
    {
        var rows = await Read(
            $"""
            update templates set meta_due_at = now() + interval '5 minutes'
             where id in (select id from templates where meta_due_at <= now() order by meta_due_at limit @most for update skip locked)
            returning {TemplateRow.Columns}
            """,
            new { most }, cancellationToken);
        return [.. rows.Select(row => row.ToTemplate())];
    }

    public async Task<IReadOnlyList<MessageTemplate>> OfLinks(int most, CancellationToken cancellationToken)
    {
        var rows = await Read(
            $"select {TemplateRow.Columns} from templates where name = @name order by created_at desc, id limit @most",
            new { name = MessageTemplate.OfLinks, most }, cancellationToken);
        return [.. rows.Select(row => row.ToTemplate())];
    }

    private async Task<IReadOnlyList<TemplateRow>> Read(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<TemplateRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)))
            .AsList();
    }
}
