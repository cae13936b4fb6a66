using Dapper;
using Npgsql;
using PilotPairing.Application.Meta;

namespace PilotPairing.Infrastructure.Meta;

internal sealed class DueRefreshQueue(NpgsqlDataSource database) : IDueRefreshes
{
    public async Task<IReadOnlyList<DueRefresh>> Take(int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var taken = await connection.QueryAsync<TakenRow>(new CommandDefinition(
            """
            update meta_credentials
               set look_tries = look_tries + 1,
                   look_due_at = case look_tries when 0 then now() + interval '5 minutes' when 1 then now() + interval '30 minutes' when 2 then now() + interval '3 hours' end
             where number_id in (select number_id from meta_credentials where look_due_at <= now()
                 order by look_due_at limit @most for update skip locked)
            returning number_id, tenant_id, look_due_at
            """,
            new { most }, cancellationToken: cancellationToken));
        return [.. taken.Select(row => new DueRefresh(new(row.NumberId), new(row.TenantId), row.LookDueAt))];
    }

    public async Task Complete(DueRefresh check, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "update meta_credentials set look_due_at = null where number_id = @number and look_due_at = @until",
            new { number = check.Number.Value, until = check.Until }, cancellationToken: cancellationToken));
    }

    private sealed record TakenRow(Guid NumberId, Guid TenantId, DateTimeOffset? LookDueAt);
}
