using Dapper;
using Npgsql;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Connections;

/// <param name="Kept">What is watched here already and is still ours.</param>
/// <param name="Claimed">What is to be watched here from now on.</param>
internal sealed record WatcherBeat(IReadOnlySet<NumberId> Kept, IReadOnlyList<NumberId> Claimed);

/// <summary>
/// Who watches which attempt, across nodes. A node lives from beat to beat by the database's clock; the attempts of one that missed its
/// beats are claimed by the others, in one statement.
/// </summary>
internal sealed class AttemptLeases(NpgsqlDataSource database, Guid node)
{
    /// <summary>A dead node's attempts are watched again within <see cref="Life"/> and one beat.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    /// <summary>Room for a pause of the process or of the database.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(3);
    private const int MostAtOnce = 200;

    /// <param name="watched">What is watched here already. A lease of ours that is not among it fell to a watch that was just
    /// ending.</param>
    public async Task<WatcherBeat> Beat(IReadOnlyCollection<NumberId> watched, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var rows = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            insert into pairing_watchers (id, alive_until) values (@node, now() + @life)
            on conflict (id) do update set alive_until = excluded.alive_until;
            select number_id from pairing_attempts where number_id = any(@watched) and ended_at is null and lease_id = @node;
            update pairing_attempts set lease_id = @node
             where id in (
                   select attempt.id from pairing_attempts attempt
                    where attempt.ended_at is null and attempt.number_id <> all(@watched)
                      and (attempt.lease_id is null or attempt.lease_id = @node
                           or not exists (select from pairing_watchers watcher where watcher.id = attempt.lease_id
                           and watcher.alive_until >= now()))
                    limit @most
                      for update skip locked)
            returning number_id
            """,
            new { node, life = Life, watched = watched.Select(number => number.Value).ToArray(), most = MostAtOnce },
            cancellationToken: cancellationToken));
        var kept = await rows.ReadAsync<Guid>();
        var claimed = await rows.ReadAsync<Guid>();
        return new(kept.Select(number => new NumberId(number)).ToHashSet(), [.. claimed.Select(number => new NumberId(number))]);
    }

    /// <summary>Others take over at once, and rows of nodes that died long ago go too.</summary>
    public async Task ReleaseAll(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update pairing_attempts set lease_id = null where lease_id = @node and ended_at is null;
            delete from pairing_watchers where id = @node or alive_until < now() - interval '1 day';
            select pg_notify('watch', '')
            """,
            new { node }, cancellationToken: cancellationToken));
    }
}
