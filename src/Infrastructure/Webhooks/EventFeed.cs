using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

internal sealed class EventFeed(NpgsqlDataSource database) : IEventFeed
{
    private const long MostAtOnce = 200;

    public async Task<DateTimeOffset?> MomentOf(Caller caller, EventId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DateTimeOffset?>(new CommandDefinition(
            """
            select created_at from events
             where id = @id and tenant_id = @tenant and (@number is null or number_id = @number) and type <> @test
            """,
            new { id = id.Value, tenant = caller.Tenant.Value, number = caller.Number?.Value, test = EventNames.WebhookTest },
            cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<EventId>> Ids(Caller caller, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(
            $"select id from events where {Own(caller)} and created_at >= @since",
            new { tenant = caller.Tenant.Value, number = caller.Number?.Value, test = EventNames.WebhookTest, since },
            cancellationToken: cancellationToken));
        return [.. ids.Select(id => new EventId(id))];
    }

    public async Task<IReadOnlyList<HappenedEvent>> Read(
        Caller caller, DateTimeOffset since, IReadOnlyCollection<EventId> except, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select id, type, body, created_at
              from events
             where {Own(caller)} and created_at >= @since and not (id = any(@except))
             order by created_at, sequence, id
             limit @most
            """,
            new
            {
                tenant = caller.Tenant.Value,
                number = caller.Number?.Value,
                test = EventNames.WebhookTest,
                since,
                except = except.Select(id => id.Value).ToArray(),
                most = MostAtOnce,
            },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => new HappenedEvent(new(row.Id), row.Type, row.Body, row.CreatedAt))];
    }

    // Two texts instead of one optional filter: each is in the order of an index.
    private static string Own(Caller caller) =>
        "tenant_id = @tenant and type <> @test" + (caller.Number is null ? "" : " and number_id = @number");

    private sealed record Row(Guid Id, string Type, string Body, DateTimeOffset CreatedAt);
}
