using Npgsql;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Branding;

internal sealed record WantedLogo(Guid Id, Guid TenantId, string Url);

/// <summary>Logos that are to be fetched from other servers: three tries, a minute and ten minutes apart.</summary>
internal sealed class PendingLogos(NpgsqlDataSource database) : IPendingWorkQueries
{
    public WorkKind Kind => WorkKind.Logo;

    public async Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken)
    {
        var rows = await database.Query<(Guid Id, Guid TenantId)>(
            "select id, tenant_id from foreign_logos where id = any(@ids) and due_at <= now()", new { ids }, cancellationToken);
        return [.. rows.Select(row =>
            new WorkItem(Kind, row.Id, JobQueues.Gateways, row.TenantId.ToString(), new TenantId(row.TenantId).ToString()))];
    }

    public Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken) => database.Query<Guid>(
        "select id from foreign_logos where due_at <= now() - @since order by due_at", new { since }, cancellationToken);

    /// <summary>Claiming one sets when it is due again, so that a process which dies leaves it to another.</summary>
    /// <param name="evenEarly">An operator asked for it: one that waits for its next try, too.</param>
    public Task<WantedLogo?> Claim(Guid logo, bool evenEarly, CancellationToken cancellationToken) => database.Find<WantedLogo>(
        """
        update foreign_logos
           set tries = tries + 1, due_at = case tries when 0 then now() + interval '1 minute' when 1 then now() + interval '10 minutes' end
         where id = @logo and (due_at <= now() or (@evenEarly and due_at is not null))
        returning id, tenant_id, url
        """,
        new { logo, evenEarly }, cancellationToken);
}
