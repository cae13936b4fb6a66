using Npgsql;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>How a node is, for the others and for the operator.</summary>
/// <param name="Failure">Why it runs no session; null while it can.</param>
/// <param name="WhatsAppVersion">Null while its process is not ready to run sessions.</param>
/// <param name="Warning">What is wrong between it and WhatsApp; null when nothing is known to be.</param>
internal sealed record NodeState(string? Failure, string? NodeVersion, string? WhatsAppVersion, string? WhatsAppCurrent, string? Warning);

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
        insert into gateway_nodes (id, gateway, alive_until, failure, node_version, whatsapp_version, whatsapp_current, warning)
        values (@node, @gateway, now() + @life, @Failure, @NodeVersion, @WhatsAppVersion, @WhatsAppCurrent, @Warning)
        on conflict (id, gateway) do update
           set alive_until = excluded.alive_until, failure = excluded.failure, node_version = excluded.node_version,
               whatsapp_version = excluded.whatsapp_version, whatsapp_current = excluded.whatsapp_current, warning = excluded.warning
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
            state.Warning,
        },
        cancellationToken);

    /// <summary>
    /// Takes what nobody runs, up to this node's share of all there is, and returns all that it is to run. Nodes that are ready have equal
    /// shares, so that new sessions go to those with fewer. The sockets of what it takes are gone.
    /// </summary>
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
                limit (select greatest(0, (count(*) + nodes - 1) / nodes - count(*) filter (where one.owner = @node))
                         from baileys_sessions one,
                              (select 1 + count(*) as nodes from gateway_nodes node
                                where node.gateway = @gateway and node.id <> @node and node.alive_until >= now()
                                  and node.failure is null and node.whatsapp_version is not null) as ready
                        where one.gateway = @gateway and (one.ending or one.status not in ('Exhausted', 'Limited', 'Ended'))
                        group by nodes)
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
