using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class OpsMessageQueries(NpgsqlDataSource database) : IOpsMessageQueries
{
    public async Task<Page<OpsMessage>> List(OpsMessageFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var ofTenant = filter.Tenant is not null;
        var status = filter.Status switch
        {
            null => "",
            SendStatus.Sent => " and send.status = 'Sent' and send.receipt is null",
            SendStatus.Delivered or SendStatus.Read => " and send.status = 'Sent' and send.receipt = @status",
            _ => " and send.status <> 'Sent' and send.status = @status",
        };
        var conditions = status + (ofTenant ? " and send.tenant_id = @tenant" : "") + Keyset.After(page, ofTenant, "send");
        var rows = await database.Query<Row>(
            $"""
            select send.id, send.tenant_id, tenant.name as tenant_name, send.link_id, send.recipient, send.template_name,
                send.template_language, send.sender_id,
                   case when send.status = 'Sent' then coalesce(send.receipt, send.status) else send.status end as status, send.code, send.problem, send.created_at, send.settled_at
              from message_sends send join tenants tenant on tenant.id = send.tenant_id
             where true{conditions}
             order by {Keyset.Order(ofTenant, "send")}
             limit {page.Fetch}
            """,
            new { status = filter.Status?.ToString(), tenant = filter.Tenant?.Value, page.AfterTime, page.AfterId }, cancellationToken);
        return Page<OpsMessage>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToMessage());
    }

    private sealed record Row(
        Guid Id, Guid TenantId, string TenantName, Guid LinkId, string Recipient, string? TemplateName, string? TemplateLanguage,
        Guid? SenderId, SendStatus Status,
        string? Code, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? SettledAt)
    {
        public OpsMessage ToMessage() => new(
            new(Id), new(TenantId), TenantName, new(LinkId), PhoneNumber.FromStore(Recipient), TemplateName, TemplateLanguage,
            SenderId is { } sender ? new NumberId(sender) : null, Status, Code, Problem, CreatedAt, SettledAt);
    }
}
