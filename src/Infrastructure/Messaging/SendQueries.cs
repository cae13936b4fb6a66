using Dapper;
using Npgsql;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Infrastructure.Messaging;

internal sealed class SendQueries(NpgsqlDataSource database) : ISendQueries
{
    private const string Columns =
        "select id, tenant_id, link_id, template_id, template_name, template_language, sender_id, "
            + "case when status = 'Sent' then coalesce(receipt, status) else status end as status, code, problem, created_at, settled_at "
            + "from message_sends";

    public async Task<LinkSend?> Find(SendId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(Columns + " where id = @id", new { id = id.Value }, cancellationToken: cancellationToken));
        return row?.ToSend();
    }

    public async Task<ReceiptSubject?> SubjectOf(MessageReceipt receipt, CancellationToken cancellationToken)
    {
        var row = await database.Find<SubjectRow>(
            """
            select id, tenant_id, link_id from message_sends
             where (message_id = @messageId or id = @send) and meta_number = @sender and status <> 'Pending'
             limit 1
            """,
            new { messageId = receipt.MessageId, send = receipt.Send?.Value, sender = receipt.Sender.Value }, cancellationToken);
        return row is null ? null : new(new(row.Id), new(row.TenantId), new(row.LinkId));
    }

    public async Task<ILookup<LinkId, LinkSend>> OfLinks(IReadOnlyCollection<LinkId> links, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            Columns + " where link_id = any(@ids) order by created_at desc, id", new { ids = links.Select(link => link.Value).ToArray() },
            cancellationToken: cancellationToken));
        return rows.Select(row => row.ToSend()).ToLookup(send => send.Link);
    }

    private sealed record SubjectRow(Guid Id, Guid TenantId, Guid LinkId);

    private sealed record Row(
        Guid Id, Guid TenantId, Guid LinkId, Guid? TemplateId, string? TemplateName, string? TemplateLanguage, Guid? SenderId,
        SendStatus Status, MessageCode? Code, string? Problem,
        DateTimeOffset CreatedAt, DateTimeOffset? SettledAt)
    {
        public LinkSend ToSend() => new(
            new(Id), new(TenantId), new(LinkId),
            TemplateId is { } template ? new(new(template), TemplateName!, TemplateLanguage!, new(SenderId!.Value)) : null, Status,
            Code is { } code ? new(code, Problem!) : null, CreatedAt, SettledAt);
    }
}
