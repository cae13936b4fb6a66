using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

internal sealed class EvolutionRepository(NpgsqlDataSource database)
{
    public async Task<EvolutionSession?> Find(string instanceName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<EvolutionSession>(new CommandDefinition(
            """
            select instance_name, wants_code, opened_at, artifact_hash, artifact_at, restarts, reconnects, scanned_at as reconnected_at,
                   connected_at, closed_at, owner, end_code, version, coalesce(starting_until > now(), false) as starting
              from evolution_sessions
             where instance_name = @instanceName
            """,
            new { instanceName }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Takes the right to open an instance; false while somebody else is opening it. A node that dies meanwhile loses it after a minute.
    /// </summary>
    public async Task<bool> Begin(
        string instanceName, byte[] hookHash, bool wantsCode, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into evolution_sessions (instance_name, hook_hash, wants_code, opened_at, starting_until)
            values (@instanceName, @hookHash, @wantsCode, @now, now() + interval '1 minute')
            on conflict (instance_name) do update
               set hook_hash = excluded.hook_hash, wants_code = excluded.wants_code, opened_at = excluded.opened_at,
                   starting_until = excluded.starting_until, artifact_hash = null,
                   artifact_at = null, restarts = 0, reconnects = 0, scanned_at = null, connected_at = null, closed_at = null, owner = null, end_code = null, heard = '{}',
                   version = evolution_sessions.version + 1
             where evolution_sessions.starting_until is null or evolution_sessions.starting_until <= now()
            """,
            new { instanceName, hookHash, wantsCode, now }, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>The same for an instance that is opened again by itself; false when anything has changed since it was read.</summary>
    public async Task<bool> BeginAgain(EvolutionSession seen, byte[] hookHash, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            update evolution_sessions
               set hook_hash = @hookHash, starting_until = now() + interval '1 minute', artifact_hash = null, artifact_at = null,
                   restarts = restarts + 1, reconnects = 0,
                   scanned_at = null, closed_at = null, end_code = null, heard = '{}', version = version + 1
             where instance_name = @InstanceName and version = @Version
            """,
            new { hookHash, seen.InstanceName, seen.Version }, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>The opening is over, successful or not; an opening with another webhook secret is left alone.</summary>
    public async Task Opened(string instanceName, byte[] hookHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update evolution_sessions set opened_at = @now, starting_until = null, version = version + 1 where instance_name = "
                + "@instanceName and hook_hash = @hookHash",
            new { instanceName, hookHash, now }, cancellationToken: cancellationToken));
    }

    /// <summary>Dropped when another node saved since it was read: it saw the same, and the next check sees the rest.</summary>
    public async Task<bool> Save(EvolutionSession session, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            update evolution_sessions
               set artifact_hash = @ArtifactHash, artifact_at = @ArtifactAt, reconnects = @Reconnects, scanned_at = @ReconnectedAt,
                   connected_at = @ConnectedAt, closed_at = @ClosedAt,
                   owner = @Owner, version = version + 1
             where instance_name = @InstanceName and version = @Version
            """,
            session, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>
    /// The limit of QR codes is reported as a logout as well, which says less. False when it was received before, belongs to an earlier
    /// opening, or changes nothing: that a socket starts again matters only while its QR code is live, neither new nor due to be replaced,
    /// and in a storm of it only the first few times.
    /// </summary>
    public async Task<bool> Receive(
        string instanceName, byte[] hookHash, byte[] notice, HookNotification notification, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            update evolution_sessions
               set heard = (array_append(heard, @notice))[greatest(1, cardinality(heard) - 30):],
                   owner = coalesce(@Owner, owner), end_code = case when end_code = 428 then 428 else coalesce(@EndCode, end_code) end,
                   reconnects = reconnects + @Reconnects::int, scanned_at = case when @Reconnects then coalesce(scanned_at, @now) else scanned_at end,
                   version = version + 1
             where instance_name = @instanceName and hook_hash = @hookHash and not (@notice = any(heard))
               and (not @Reconnects
                    or (connected_at is null and reconnects < 4 and @now between artifact_at + interval '2 seconds'
                    and artifact_at + interval '35 seconds'))
            """,
            new { instanceName, hookHash, notice, notification.Owner, notification.EndCode, notification.Reconnects, now },
            cancellationToken: cancellationToken)) == 1;
    }

    public async Task Delete(string instanceName, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "delete from evolution_sessions where instance_name = @instanceName", new { instanceName },
                cancellationToken: cancellationToken));
    }
}
