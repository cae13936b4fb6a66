using Npgsql;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>How a node is, for the others and for the operator.</summary>
internal sealed record NodeState(string? Failure, string? NodeVersion, string? WhatsAppVersion, string? WhatsAppCurrent);

/// <param name="Opening">Which of its starts the session is in.</param>
internal sealed record OwnedSession(Guid NumberId, int Opening, bool Ending, bool HasSends);

/// <summary>
/// Which node runs which session. A node lives from beat to beat by the database's clock; the sessions of one that missed its beats are
/// claimed by the others, in one statement, so that no number has two sockets.
/// </summary>
internal sealed class SessionLeases(NpgsqlDataSource database, string gateway, Guid node)
{
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    /// <summary>Room for a pause of the process or of the database.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    public Task Beat(NodeState state, CancellationToken cancellationToken) => database.Execute(
        """
        insert into gateway_nodes (id, gateway, alive_until, failure, node_version, whatsapp_version, whatsapp_current)
        values (@node, @gateway, now() + @life, @Failure, @NodeVersion, @WhatsAppVersion, @WhatsAppCurrent)
        on conflict (id, gateway) do update
           set alive_until = excluded.alive_until, failure = excluded.failure, node_version = excluded.node_version,
               whatsapp_version = excluded.whatsapp_version, whatsapp_current = excluded.whatsapp_current
        """,
        new
        {
            node,
            gateway,
            life = Life,
            state.Failure,
            state.NodeVersion,
            state.WhatsAppVersion,
            state.WhatsAppCurrent,
        },
        cancellationToken);

    /// <summary>Takes what nobody runs, and returns all that this node is to run. The sockets of what it takes are gone.</summary>
    public Task<IReadOnlyList<OwnedSession>> Claim(CancellationToken cancellationToken) => database.Query<OwnedSession>(
        """
        update baileys_sessions
           set owner = @node, status = case status when 'Open' then 'Lost' when 'Offering' then 'Starting' else status end,
               qr = null, code = null, changed_at = now()
         where number_id in (
               select session.number_id from baileys_sessions session
                where session.gateway = @gateway
                  and (session.ending or session.status not in ('Exhausted', 'Limited', 'Ended'))
                  and (session.owner is null
                       or not exists (select from gateway_nodes node
                       where node.id = session.owner and node.gateway = session.gateway and node.alive_until >= now()))
                  for update skip locked);
        select number_id, opening, ending,
               exists (select from baileys_sends send where send.number_id = session.number_id and send.claimed_at is null) as has_sends
          from baileys_sessions session
         where owner = @node and gateway = @gateway
        """,
        new { node, gateway }, cancellationToken);

    /// <summary>The sockets of this node are gone: what they offered is dead, and who was connected is not at the moment.</summary>
    public Task Interrupt(CancellationToken cancellationToken) => database.Execute(
        """
        update baileys_sessions
           set status = case status when 'Open' then 'Lost' when 'Offering' then 'Starting' else status end,
               qr = null, code = null, changed_at = now()
         where owner = @node and gateway = @gateway
        """,
        new { node, gateway }, cancellationToken);

    /// <summary>Others take over at once, and rows of nodes that died long ago go too.</summary>
    public Task ReleaseAll(CancellationToken cancellationToken) => database.Execute(
        """
        update baileys_sessions set owner = null where owner = @node and gateway = @gateway;
        delete from gateway_nodes where (id = @node and gateway = @gateway) or alive_until < now() - interval '1 day';
        select pg_notify('gateway', @gateway)
        """,
        new { node, gateway }, cancellationToken);
}
