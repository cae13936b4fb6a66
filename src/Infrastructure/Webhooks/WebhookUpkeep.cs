using Dapper;
using Npgsql;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

internal sealed class WebhookUpkeep(NpgsqlDataSource database, DeliveryQueue queue) : IWebhookUpkeep
{
    public async Task<IReadOnlyList<EndpointId>> DisableFailing(CancellationToken cancellationToken) =>
        [.. (await queue.DisableFailing(cancellationToken)).Select(id => new EndpointId(id))];

    // The ids of both tables begin with the time, so that their primary keys find the oldest rows. What a batch of another node has
    // locked is left to it.
    public async Task<int> Forget(DateTimeOffset before, int batch, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        const string sql =
            """
            with attempts as (
                delete from delivery_attempts
                 where id = any(array(select id from delivery_attempts where id < @oldest order by id limit @batch for update skip locked))
                returning 1),
            happened as (
                delete from events
                 where id = any(array(select id from events where id < @oldest order by id limit @batch for update skip locked))
                returning 1)
            select greatest((select count(*) from attempts), (select count(*) from happened))
            """;
        return (int)await connection.QuerySingleAsync<long>(new CommandDefinition(sql, new { oldest = Guid.CreateVersion7(before), batch }, cancellationToken: cancellationToken));
    }
}
