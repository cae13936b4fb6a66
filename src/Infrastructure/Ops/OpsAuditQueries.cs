using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Ops;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class OpsAuditQueries(NpgsqlDataSource database) : IOpsAuditQueries
{
    public async Task<Page<OpsAuditEntry>> List(OpsAuditFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var conditions = (filter.Actor is null
            ? "" : " and entry.actor = @actor") + (filter.Action is null ? "" : " and entry.action = @action")
            + (filter.Subject is null ? "" : " and entry.subject = @subject")
            + (page.After is null ? "" : " and entry.at <= @afterTime and (entry.at < @afterTime or entry.id > @afterId)");
        var rows = await database.Query<OpsAuditEntry>(
            $"""
            select entry.id, entry.at, entry.actor, entry.role, entry.action, entry.subject, entry.detail, entry.address
              from audit_log entry
             where true{conditions}
             order by entry.at desc, entry.id
             limit {page.Fetch}
            """,
            new { actor = filter.Actor, action = filter.Action?.ToString(), subject = filter.Subject, page.AfterTime, page.AfterId },
            cancellationToken);
        return Page<OpsAuditEntry>.Of(rows, page, entry => new(entry.At, entry.Id), entry => entry);
    }
}
