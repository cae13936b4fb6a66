using Npgsql;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Instances;

/// <summary>Sessions that are to be ended at gateways. Those of one number are ended one after the other.</summary>
internal sealed class PendingCleanUps(NpgsqlDataSource database, TimeProvider clock) : IPendingWorkQueries
{
    public WorkKind Kind => WorkKind.CleanUp;

    // The share is the gateway's: one that is slow holds up its own numbers only.
    public async Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken)
    {
        var rows = await database.Query<(string Number, string Gateway)>(
            """
            select distinct pending.payload->>'number' as number, tenant.gateway
              from outbox pending
              join tenants tenant on tenant.id = pending.tenant_id
             where pending.kind = 'cleanup' and pending.payload->>'number' = any(@numbers) and pending.run_at <= now()
                 and (pending.lease_until is null or pending.lease_until <= now())
            """,
            new { numbers = ids.Select(id => id.ToString()).ToArray() }, cancellationToken);
        return [.. rows.Select(row =>
            new WorkItem(
                Kind, Guid.Parse(row.Number), JobQueues.Gateways, "gateway " + row.Gateway,
                new NumberId(Guid.Parse(row.Number)).ToString()))];
    }

    public Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken) => database.Query<Guid>(
        """
        select distinct (payload->>'number')::uuid
          from outbox
         where kind = 'cleanup' and endpoint_id is null and run_at <= now() - @since and (lease_until is null or lease_until <= now())
        """,
        new { since }, cancellationToken);

    /// <summary>The longest due row of the number; null when none is due or another job has one.</summary>
    public Task<OutboxRow?> Claim(Guid number, bool evenEarly, CancellationToken cancellationToken) => database.Find<OutboxRow>(
        """
        update outbox set lease_id = @lease, lease_until = now() + @length, attempt = attempt + 1
         where id = (
               select due.id from outbox due
                where due.kind = 'cleanup' and due.payload->>'number' = @number and (due.run_at <= now() or @evenEarly)
                    and (due.lease_until is null or due.lease_until <= now())
                  and not exists (
                      select from outbox other
                       where other.kind = 'cleanup' and other.payload->>'number' = @number and other.lease_until > now())
                order by due.run_at
                limit 1
                  for update skip locked)
        returning id, lease_id, tenant_id, payload::text as payload, attempt
        """,
        new { number = number.ToString(), evenEarly, lease = Guid.CreateVersion7(clock.GetUtcNow()), length = OutboxLease.Length },
        cancellationToken);

    /// <summary>Who wants to pair the number waits for this.</summary>
    public Task Finish(OutboxRow row, Guid number, CancellationToken cancellationToken) => database.Execute(
        "delete from outbox where id = @Id and lease_id = @LeaseId; select pg_notify('watch', @number)",
        new { row.Id, row.LeaseId, number = number.ToString() }, cancellationToken);
}
