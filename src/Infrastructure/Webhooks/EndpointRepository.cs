using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Webhooks;

internal sealed class EndpointRepository(Transaction transaction, Envelopes envelopes) : IEndpoints
{
    public static readonly EnvelopeTable Secrets = new("webhook_endpoints", "id", "secret_envelope", "previous_secret_envelope");

    public async Task<bool> Add(WebhookEndpoint endpoint, WebhookSecret secret, WebhookLimit limit)
    {
        var connection = await transaction.Now();
        // Counting and adding take turns: two at once would both find room.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('webhooks of ' || @tenant, 0))",
            new { tenant = endpoint.Tenant.Value.ToString() },
            cancellationToken: transaction.CancellationToken));
        var added = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into webhook_endpoints (id, tenant_id, scope, number_id, more_number_ids, name, url, events, active, secret_envelope,
                created_at, updated_at)
            select @id, @tenant, @scope, @number, @moreNumbers, @name, @url, @events, @active, @secret, @now, @now
             where (select count(*) from webhook_endpoints where tenant_id = @tenant) < @perTenant
            """,
            new
            {
                id = endpoint.Id.Value,
                tenant = endpoint.Tenant.Value,
                scope = endpoint.IsOfTenant ? "Tenant" : "Number",
                number = endpoint.IsOfTenant ? (Guid?)null : endpoint.Numbers[0].Value,
                moreNumbers = endpoint.Numbers.Skip(1).Select(number => number.Value).ToArray(),
                name = endpoint.Name,
                url = endpoint.Url,
                events = endpoint.Events.ToArray(),
                active = endpoint.Active,
                secret = Seal(endpoint.Id, endpoint.Tenant.Value, secret),
                now = endpoint.CreatedAt,
                perTenant = limit.PerTenant,
            },
            cancellationToken: transaction.CancellationToken));
        transaction.Made = new(endpoint.Id.ToString(), endpoint.Id.Value);
        return added == 1;
    }

    public async Task<WebhookEndpoint?> Change(Caller caller, EndpointId id, EndpointChange change, DateTimeOffset now)
    {
        var row = await (await transaction.Now()).QuerySingleOrDefaultAsync<EndpointRow>(new CommandDefinition(
            """
            update webhook_endpoints
               set name = coalesce(@name, name), url = coalesce(@url, url), events = coalesce(@events, events),
                   active = coalesce(@active, active),
                   failing_since = case when (@active and not active) or url <> @url then null else failing_since end,
                   recent_ms = case when (@active and not active) or url <> @url then null else recent_ms end,
                   updated_at = @now
             where id = @id and tenant_id = @tenant and (@number is null or (number_id = @number and more_number_ids = '{}'))
            returning id, tenant_id, number_id, more_number_ids, name, url, events, active, last_triggered, created_at, updated_at
            """,
            new
            {
                id = id.Value,
                tenant = caller.Tenant.Value,
                number = caller.Number?.Value,
                change.Name,
                change.Url,
                events = change.Events?.ToArray(),
                change.Active,
                now
            },
            cancellationToken: transaction.CancellationToken));
        if (row is { Active: false })
        {
            transaction.Queue(
                "delete from outbox where endpoint_id = @id and tenant_id = @tenant and not coalesce((payload ->> "
                    + "'evenInactive')::boolean, false)",
                ("id", id.Value), ("tenant", row.TenantId));
        }

        return row?.ToEndpoint();
    }

    public async Task<bool> Remove(Caller caller, EndpointId id)
    {
        var removed = await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            """
            delete from webhook_endpoints
             where id = @id and tenant_id = @tenant and (@number is null or (number_id = @number and more_number_ids = '{}'))
            """,
            new { id = id.Value, tenant = caller.Tenant.Value, number = caller.Number?.Value },
            cancellationToken: transaction.CancellationToken));
        if (removed == 0)
            return false;

        transaction.Queue("delete from outbox where endpoint_id = @id and tenant_id = @tenant", ("id", id.Value),
            ("tenant", caller.Tenant.Value));
        return true;
    }

    public async Task<bool> Rotate(
        Caller caller, EndpointId id, WebhookSecret secret, DateTimeOffset previousValidUntil, DateTimeOffset now)
    {
        var rotated = await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            """
            update webhook_endpoints
               set previous_secret_envelope = secret_envelope, previous_valid_until = @previousValidUntil, secret_envelope = @secret,
                   updated_at = @now
             where id = @id and tenant_id = @tenant and (@number is null or (number_id = @number and more_number_ids = '{}'))
            """,
            new
            {
                id = id.Value,
                tenant = caller.Tenant.Value,
                number = caller.Number?.Value,
                secret = Seal(id, caller.Tenant.Value, secret),
                previousValidUntil,
                now,
            },
            cancellationToken: transaction.CancellationToken));
        transaction.Made = new(id.ToString(), id.Value);
        return rotated == 1;
    }

    public void CloseAll(TenantId tenant, NumberId number, DateTimeOffset now)
    {
        // First, as everybody does who changes an endpoint's outbox.
        transaction.Queue(
            """
            select id from webhook_endpoints
             where tenant_id = @tenant and (number_id = @number or @number = any(more_number_ids))
             order by id for no key update
            """,
            ("number", number.Value), ("tenant", tenant.Value));
        transaction.Queue(
            """
            update outbox set payload = '{"evenInactive": true}'
              from webhook_endpoints endpoint
             where endpoint.number_id = @number and endpoint.more_number_ids = '{}' and endpoint.active and outbox.endpoint_id = endpoint.id
            """,
            ("number", number.Value));
        transaction.Queue(
            """
            update webhook_endpoints set active = false, updated_at = @now
             where number_id = @number and more_number_ids = '{}' and active
            """,
            ("number", number.Value), ("now", now));
        transaction.Queue(
            """
            update webhook_endpoints
               set number_id = case when number_id = @number then more_number_ids[1] else number_id end,
                   more_number_ids = case when number_id = @number then more_number_ids[2:] else array_remove(more_number_ids, @number) end,
                   updated_at = @now
             where tenant_id = @tenant and more_number_ids <> '{}' and (number_id = @number or @number = any(more_number_ids))
            """,
            ("number", number.Value), ("tenant", tenant.Value), ("now", now));
    }

    private byte[] Seal(EndpointId id, Guid tenant, WebhookSecret secret) => envelopes.Seal(Secrets.Place(id.Value, tenant), secret.Value);
}
