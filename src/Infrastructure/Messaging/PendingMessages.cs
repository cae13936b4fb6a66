using Npgsql;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Messaging;

/// <summary>Messages that are to be sent. Claiming one is not sending it: the message's own row decides that, at most once.</summary>
internal sealed class PendingMessages(NpgsqlDataSource database, TimeProvider clock) : IPendingWorkQueries
{
    public WorkKind Kind => WorkKind.Message;

    public async Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken)
    {
        var rows = await database.Query<(Guid Id, Guid TenantId)>(
            "select id, tenant_id from outbox where id = any(@ids) and kind = 'send' and run_at <= now() and (lease_until is null or "
                + "lease_until <= now())",
            new { ids }, cancellationToken);
        return [.. rows.Select(row =>
            new WorkItem(Kind, row.Id, JobQueues.Messages, row.TenantId.ToString(), new SendId(row.Id).ToString()))];
    }

    public Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken) => database.Query<Guid>(
        "select id from outbox where kind = 'send' and endpoint_id is null and run_at <= now() - @since and (lease_until is null or "
            + "lease_until <= now()) order by run_at",
        new { since }, cancellationToken);

    /// <summary>Null when another job has it or it is done.</summary>
    public Task<OutboxRow?> Claim(Guid send, CancellationToken cancellationToken) => database.Find<OutboxRow>(
        """
        update outbox set lease_id = @lease, lease_until = now() + @length, attempt = attempt + 1
         where id = @send and kind = 'send' and (lease_until is null or lease_until <= now())
        returning id, lease_id, tenant_id, payload::text as payload, attempt
        """,
        new { send, lease = Guid.CreateVersion7(clock.GetUtcNow()), length = OutboxLease.Length }, cancellationToken);
}
