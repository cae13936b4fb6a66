using Dapper;
using Npgsql;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Pairing;

/// <summary>
/// Who watches which attempt, across nodes. A lease is taken in one statement by the database's clock and given back by doing nothing.
/// </summary>
internal sealed class AttemptLeases(NpgsqlDataSource database, Guid node)
{
    private const int MostAtOnce = 200;

    /// <param name="watched">What is watched here already. A lease of ours that is not among it fell to a watch that was just ending.</param>
    public async Task<IReadOnlyList<NumberId>> Claim(IReadOnlyCollection<NumberId> watched, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var numbers = await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            update pairing_attempts set lease_id = @node, lease_until = now() + interval '15 seconds'
             where id in (
                   select id from pairing_attempts
                    where ended_at is null and (lease_until is null or lease_until < now() or lease_id = @node)
                      and number_id <> all(@watched)
                    limit @most
                      for update skip locked)
            returning number_id
            """,
            new { node, watched = watched.Select(number => number.Value).ToArray(), most = MostAtOnce }, cancellationToken: cancellationToken));
        return [.. numbers.Select(number => new NumberId(number))];
    }

    /// <summary>Answers the numbers that are still ours.</summary>
    public async Task<IReadOnlySet<NumberId>> Renew(IReadOnlyCollection<NumberId> numbers, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var kept = await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            update pairing_attempts set lease_until = now() + interval '15 seconds'
             where number_id = any(@numbers) and ended_at is null and lease_id = @node
            returning number_id
            """,
            new { numbers = numbers.Select(number => number.Value).ToArray(), node }, cancellationToken: cancellationToken));
        return kept.Select(number => new NumberId(number)).ToHashSet();
    }

    public async Task ReleaseAll(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update pairing_attempts set lease_id = null, lease_until = null where lease_id = @node and ended_at is null", new { node }, cancellationToken: cancellationToken));
    }
}
