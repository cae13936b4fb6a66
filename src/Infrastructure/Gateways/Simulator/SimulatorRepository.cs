using Dapper;
using Npgsql;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Simulator;

internal sealed class SimulatorRepository(NpgsqlDataSource database)
{
    private const string Columns = "instance_name, secret, status, offers_code, offered_at, linked_phone, until, gateway_down";

    public async Task<SimulatedSession?> Find(string instanceName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<SimulatedSession>(new CommandDefinition(
            $"select {Columns} from simulator_sessions where instance_name = @instanceName", new { instanceName },
            cancellationToken: cancellationToken));
    }

    public async Task<SimulatedSession?> FindBySecret(string secret, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<SimulatedSession>(new CommandDefinition(
            $"select {Columns} from simulator_sessions where secret = @secret", new { secret }, cancellationToken: cancellationToken));
    }

    /// <summary>The secret of a session stays what it was first.</summary>
    public async Task Save(SimulatedSession session, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into simulator_sessions (instance_name, secret, status, offers_code, offered_at, linked_phone, until, gateway_down)
            values (@InstanceName, @Secret, @status, @OffersCode, @OfferedAt, @LinkedPhone, @Until, @GatewayDown)
            on conflict (instance_name) do update
               set status = excluded.status, offers_code = excluded.offers_code, offered_at = excluded.offered_at,
                   linked_phone = excluded.linked_phone,
                   until = excluded.until, gateway_down = excluded.gateway_down
            """,
            new
            {
                session.InstanceName,
                session.Secret,
                status = session.Status.ToString(),
                session.OffersCode,
                session.OfferedAt,
                session.LinkedPhone,
                session.Until,
                session.GatewayDown,
            },
            cancellationToken: cancellationToken));
    }

    /// <summary>False when the session has moved on meanwhile.</summary>
    public async Task<bool> Move(string instanceName, SimulatedStatus from, SimulatedStatus to, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update simulator_sessions set status = @to where instance_name = @instanceName and status = @from",
            new { instanceName, from = from.ToString(), to = to.ToString() }, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>
    /// What was linked or offered is gone. A logout is pending. A simulated failure of the phone or of the gateway is no session, and
    /// stays.
    /// </summary>
    public async Task LogOut(string instanceName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update simulator_sessions set status = 'Idle', linked_phone = null, offered_at = null where instance_name = "
                + "@instanceName and status not in ('Limited', 'NoQr')",
            new { instanceName }, cancellationToken: cancellationToken));
    }

    public async Task Delete(string instanceName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from simulator_sessions where instance_name = @instanceName; delete from simulator_messages where instance_name "
                + "= @instanceName", new { instanceName },
            cancellationToken: cancellationToken));
    }

    /// <param name="text">Without the secret of a link: no table holds one in clear, this one neither.</param>
    public async Task Keep(
        Guid id, string instanceName, string recipient, string text, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into simulator_messages (id, instance_name, recipient, text, sent_at) values (@id, @instanceName, @recipient, "
                + "@text, @sentAt)",
            new { id, instanceName, recipient, text, sentAt }, cancellationToken: cancellationToken));
    }

    /// <summary>The newest messages to a phone, from every sender.</summary>
    public async Task<IReadOnlyList<SimulatedMessage>> Received(string recipient, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<MessageRow>(new CommandDefinition(
            "select instance_name, text, sent_at from simulator_messages where recipient = @recipient order by sent_at desc, id limit 20",
            new { recipient },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new SimulatedMessage(NumberId.FromInstanceName(row.InstanceName)!.Value, row.Text, row.SentAt))];
    }

    private sealed record MessageRow(string InstanceName, string Text, DateTimeOffset SentAt);
}
