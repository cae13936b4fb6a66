using System.Security.Cryptography;
using Dapper;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Webhooks;

internal sealed class EndpointQueries(NpgsqlDataSource database, Envelopes envelopes) : IEndpointQueries
{
    private const string Columns =
        """
        select id, tenant_id, number_id, more_number_ids, name, url, events, active, last_triggered, created_at, updated_at
          from webhook_endpoints
        """;

    public async Task<WebhookEndpoint?> Find(Caller caller, EndpointId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<EndpointRow>(new CommandDefinition(
            Columns + "\n where id = @id and tenant_id = @tenant and (@number is null or (number_id = @number and more_number_ids = '{}'))",
            new { id = id.Value, tenant = caller.Tenant.Value, number = caller.Number?.Value }, cancellationToken: cancellationToken));
        return row?.ToEndpoint();
    }

    public async Task<Page<WebhookEndpoint>> List(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<EndpointRow>(new CommandDefinition(
            Columns +
            """

             where tenant_id = @tenant and (@number is null or (number_id = @number and more_number_ids = '{}'))
               and created_at <= coalesce(@afterTime::timestamptz, 'infinity')
                   and (@afterId is null or created_at < @afterTime or id > @afterId)
             order by created_at desc, id
             limit @fetch
            """,
            new { tenant = caller.Tenant.Value, number = caller.Number?.Value, page.AfterTime, page.AfterId, page.Fetch },
            cancellationToken: cancellationToken));
        return Page<WebhookEndpoint>.Of(rows.AsList(), page, row => new(row.CreatedAt, row.Id), row => row.ToEndpoint());
    }

    public async Task<EndpointSecret?> Secret(Caller caller, EndpointId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<SecretRow>(new CommandDefinition(
            """
            select secret_envelope, case when previous_valid_until > @now then previous_valid_until end as previous_valid_until
              from webhook_endpoints
             where id = @id and tenant_id = @tenant and (@number is null or (number_id = @number and more_number_ids = '{}'))
            """,
            new { id = id.Value, tenant = caller.Tenant.Value, number = caller.Number?.Value, now }, cancellationToken: cancellationToken));
        if (row is null)
            return null;

        var text = envelopes.OpenText(EndpointRepository.Secrets.Place(id.Value, caller.Tenant.Value), row.SecretEnvelope);
        return new(WebhookSecret.Parse(text) ?? throw new CryptographicException("The envelope holds no webhook secret"),
            row.PreviousValidUntil);
    }

    private sealed record SecretRow(byte[] SecretEnvelope, DateTimeOffset? PreviousValidUntil);
}
