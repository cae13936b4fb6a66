using Npgsql;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>Sessions as every node sees them: their state, and what is asked of the node that runs them.</summary>
internal sealed class BaileysRepository(NpgsqlDataSource database)
{
    public Task<BaileysSession?> Find(NumberId number, CancellationToken cancellationToken) => database.Find<BaileysSession>(
        """
        select status, qr, qr_until, code, code_until, identity, end_reason, detail, limited_until, changed_at,
               exists (select from gateway_nodes node
                        where node.id = session.owner and node.gateway = session.gateway and node.alive_until >= now()) as is_owned,
               (select node.failure from gateway_nodes node
                 where node.gateway = session.gateway and node.alive_until >= now()
                 order by node.failure nulls first
                 limit 1) as failure
          from baileys_sessions session
         where number_id = @number
        """,
        new { number = number.Value }, cancellationToken);

    /// <summary>Asks for a new pairing, which the node that runs the number starts. A number whose device is linked stays so.</summary>
    public Task Begin(
        GatewaySession session, string gateway, BaileysMethod method, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Execute(
            """
            with begun as (
                insert into baileys_sessions (number_id, tenant_id, gateway, phone, method, status, changed_at)
                values (@number, @tenant, @gateway, @phone, @method, 'Starting', @now)
                on conflict (number_id) do update
                   set gateway = excluded.gateway, phone = excluded.phone, method = excluded.method, status = 'Starting',
                       opening = baileys_sessions.opening + 1, ending = false, qr = null, code = null, identity = null, connected_at = null,
                       end_reason = null, detail = null, limited_until = null, credentials_envelope = null, changed_at = @now
                 where baileys_sessions.status not in ('Open', 'Lost')
                   and (baileys_sessions.status <> 'Linking' or baileys_sessions.credentials_envelope is null)
                returning number_id),
            cleared as (delete from baileys_keys key using begun where key.number_id = begun.number_id)
            select pg_notify('gateway', @gateway) from begun
            """,
            new
            {
                number = session.Number.Value,
                tenant = session.Tenant.Value,
                gateway,
                phone = session.Phone.Digits,
                method = method.ToString(),
                now,
            },
            cancellationToken);

    /// <summary>Asks the node that runs the session, or the next that claims it, to unlink its device.</summary>
    public Task RequestEnd(NumberId number, CancellationToken cancellationToken) => database.Execute(
        """
        update baileys_sessions set ending = true where number_id = @number;
        select pg_notify('gateway', gateway) from baileys_sessions where number_id = @number
        """,
        new { number = number.Value }, cancellationToken);

    /// <summary>Takes away what has no device at WhatsApp. False when somebody runs it, or it has one.</summary>
    public async Task<bool> DeleteIdle(NumberId number, CancellationToken cancellationToken) => await database.Execute(
        """
        delete from baileys_sessions session
         where number_id = @number and credentials_envelope is null
           and not exists (select from gateway_nodes node
                            where node.id = session.owner and node.gateway = session.gateway and node.alive_until >= now())
        """,
        new { number = number.Value }, cancellationToken) == 1;

    /// <summary>The living nodes of a gateway, those that can work first.</summary>
    public Task<IReadOnlyList<NodeState>> Nodes(string gateway, CancellationToken cancellationToken) => database.Query<NodeState>(
        """
        select failure, node_version, whatsapp_version, whatsapp_current, warning
          from gateway_nodes
         where gateway = @gateway and alive_until >= now()
         order by failure nulls first
        """,
        new { gateway }, cancellationToken);
}
