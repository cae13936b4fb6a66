using Dapper;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

internal sealed class EventQueries(NpgsqlDataSource database) : IEventQueries
{
    public async Task<Page<string>> List(Caller caller, DateTimeOffset since, PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select id, created_at, body
              from events
             where tenant_id = @tenant {(caller.Number is null ? "" : " and number_id = @number")} and type <> @test
                 and created_at >= @since
               and created_at <= coalesce(@afterTime::timestamptz, 'infinity')
                   and (@afterId is null or created_at < @afterTime or id > @afterId)
             order by created_at desc, id
             limit @fetch
            """,
            new
            {
                tenant = caller.Tenant.Value,
                number = caller.Number?.Value,
                test = EventNames.WebhookTest,
                since,
                page.AfterTime,
                page.AfterId,
                page.Fetch
            },
            cancellationToken: cancellationToken));
        return Page<string>.Of(rows.AsList(), page, row => new(row.CreatedAt, row.Id), row => row.Body);
    }

    private sealed record Row(Guid Id, DateTimeOffset CreatedAt, string Body);
}
