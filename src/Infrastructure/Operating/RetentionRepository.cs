using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>
/// Deletes by age, across modules. Ids begin with the time, so that primary keys find the oldest rows. What a batch of another node has
/// locked is left to it.
/// </summary>
internal sealed class RetentionRepository(NpgsqlDataSource database) : IRetention
{
    public Task<int> PurgeEvents(DateTimeOffset before, int batch, CancellationToken cancellationToken) => Purge(
        """
        delete from events
         where id = any(array(select id from events where id < @oldest order by id limit @batch for update skip locked))
        """, before, batch, cancellationToken);

    public Task<int> PurgeDeliveries(DateTimeOffset before, int batch, CancellationToken cancellationToken) => Purge(
        """
        delete from delivery_attempts
         where id = any(array(select id from delivery_attempts where id < @oldest order by id limit @batch for update skip locked))
        """, before, batch, cancellationToken);

    /// <summary>
    /// A link whose last step the funnel has not counted waits for that. A link may live for 30 days, so it is older than its end.
    /// </summary>
    public Task<int> PurgeLinks(DateTimeOffset before, int batch, CancellationToken cancellationToken) => Purge(
        """
        with old as (
            select id from pairing_links link
             where id < @oldest and status <> 'Active' and coalesce(used_at, expires_at) < @before
                   and not exists (select from pairing_funnel_changes change where change.link_id = link.id)
             order by id limit @batch for update skip locked),
        sends as (
            delete from message_sends using old where message_sends.link_id = old.id),
        completions as (
            delete from meta_completions using old where meta_completions.link_id = old.id),
        attempts as (
            update pairing_attempts set link_id = null from old where pairing_attempts.link_id = old.id)
        delete from pairing_links using old where pairing_links.id = old.id
        """, before, batch, cancellationToken);

    public Task<int> PurgeMessages(DateTimeOffset before, int batch, CancellationToken cancellationToken) => Purge(
        """
        delete from message_sends
         where id = any(array(
             select id from message_sends where id < @oldest and settled_at is not null order by id limit @batch for update skip locked))
        """, before, batch, cancellationToken);

    public Task<int> PurgeAudit(DateTimeOffset before, int batch, CancellationToken cancellationToken) => Purge(
        """
        delete from audit_log
         where id = any(array(
             select id from audit_log where id < @oldest and at < @before order by id limit @batch for update skip locked))
        """, before, batch, cancellationToken);

    private Task<int> Purge(string sql, DateTimeOffset before, int batch, CancellationToken cancellationToken) =>
        database.Execute(sql, new { oldest = Guid.CreateVersion7(before), before, batch }, cancellationToken);
}
