using Dapper;
using Npgsql;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

internal sealed class WebhookUpkeep(NpgsqlDataSource database) : IWebhookUpkeep
{
    /// <summary>
    /// Endpoints that failed for five days without one success, over at least twelve hours of real attempts; what is due to them is
    /// dropped. May run twice and anywhere. Their rows are locked first and in order, as everybody does who changes an endpoint's outbox.
    /// </summary>
    public async Task<IReadOnlyList<EndpointId>> DisableFailing(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        const string sql =
            """
            with failing as (
                select endpoint.id
                  from webhook_endpoints endpoint
                 where endpoint.active and endpoint.failing_since <= now() - interval '5 days'
                   and exists (
                       select 1 from delivery_attempts attempt
                        where attempt.endpoint_id = endpoint.id and not attempt.succeeded
                            and attempt.created_at >= endpoint.failing_since + interval '12 hours')
                 order by endpoint.id
                   for no key update),
            disabled as (
                update webhook_endpoints endpoint set active = false, updated_at = now()
                  from failing
                 where endpoint.id = failing.id
                returning endpoint.id),
            dropped as (
                delete from outbox using disabled where outbox.endpoint_id = disabled.id)
            select disabled.id from disabled
            """;
        return [.. (await connection.QueryAsync<Guid>(new CommandDefinition(sql, cancellationToken: cancellationToken)))
            .Select(id => new EndpointId(id))];
    }
}
