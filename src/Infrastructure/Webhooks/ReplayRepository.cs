using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>What still waits is due at once, the rest is added anew: asking twice sends once where the first is still under way.</summary>
internal sealed class ReplayRepository(Transaction transaction) : IDeliveries
{
    public async Task<Replayed?> Replay(Caller caller, DeliveryId id)
    {
        await Lock(
            """
            select endpoint.id
              from webhook_endpoints endpoint
             where endpoint.tenant_id = @tenant and endpoint.id in (
                   select attempt.endpoint_id from delivery_attempts attempt where attempt.delivery_id = @id and attempt.tenant_id = @tenant
                    union
                   select outbox.endpoint_id from outbox where outbox.id = @id and outbox.tenant_id = @tenant and outbox.kind = 'delivery')
             order by endpoint.id
               for no key update
            """,
            id.Value, caller);
        var row = await (await transaction.Now()).QuerySingleAsync<Row>(new CommandDefinition(
            """
            with named as (
                select attempt.endpoint_id, attempt.event_id from delivery_attempts attempt where attempt.delivery_id = @id
                    and attempt.tenant_id = @tenant
                 union
                select due.endpoint_id, due.event_id from outbox due where due.id = @id and due.tenant_id = @tenant
                    and due.kind = 'delivery'),
            reached as (
                select named.endpoint_id, named.event_id, endpoint.active
                  from named
                  join webhook_endpoints endpoint on endpoint.id = named.endpoint_id and endpoint.tenant_id = @tenant
                      and (@number is null or (endpoint.number_id = @number and endpoint.more_number_ids = '{}'))
                  join events event on event.id = named.event_id and event.tenant_id = @tenant),
            hastened as (
                update outbox set run_at = now()
                  from reached
                 where reached.active and outbox.endpoint_id = reached.endpoint_id and outbox.event_id = reached.event_id
                returning outbox.id),
            anew as (
                insert into outbox (id, kind, tenant_id, endpoint_id, event_id)
                select time_ordered_uuid(), 'delivery', @tenant, reached.endpoint_id, reached.event_id
                  from reached
                 where reached.active and not exists (select 1 from hastened)
                returning outbox.id)
            select exists (select 1 from reached) as found, (select reached.endpoint_id from reached limit 1) as endpoint_id,
                   (select due.id from (select hastened.id from hastened union all select anew.id from anew) due order by due.id limit 1) as delivery_id
            """,
            new { id = id.Value, tenant = caller.Tenant.Value, number = caller.Number?.Value },
            cancellationToken: transaction.CancellationToken));
        if (!row.Found)
            return null;

        if (row.DeliveryId is not null)
            transaction.Signal(WorkKind.Deliveries, row.EndpointId!.Value);
        DeliveryId? due = row.DeliveryId is { } delivery ? new DeliveryId(delivery) : null;
        transaction.Made = due is { } made ? new(made.ToString(), made.Value) : null;
        return new(due);
    }

    public async Task<int> ReplaySince(EndpointId endpoint, Caller caller, DateTimeOffset since)
    {
        await Lock("select id from webhook_endpoints where id = @id and tenant_id = @tenant for no key update", endpoint.Value, caller);
        var queued = await (await transaction.Now()).QuerySingleAsync<long>(new CommandDefinition(
            """
            with wanted as (
                select event.id, event.created_at
                  from webhook_endpoints endpoint
                  join events event
                    on event.tenant_id = endpoint.tenant_id and event.created_at >= @since and event.type <> @test
                   and (endpoint.scope = 'Tenant' or event.number_id = endpoint.number_id
                       or event.number_id = any(endpoint.more_number_ids))
                   and endpoint.events && array[event.type, '*']
                 where endpoint.id = @endpoint and endpoint.tenant_id = @tenant and endpoint.active
                   and (@number is null or (endpoint.number_id = @number and endpoint.more_number_ids = '{}'))),
            hastened as (
                update outbox set run_at = now()
                  from wanted
                 where outbox.endpoint_id = @endpoint and outbox.tenant_id = @tenant and outbox.event_id = wanted.id
                returning outbox.event_id),
            anew as (
                insert into outbox (id, kind, tenant_id, endpoint_id, event_id)
                select time_ordered_uuid(), 'delivery', @tenant, @endpoint, missing.id
                  from (select wanted.id from wanted where not exists (select 1 from hastened where hastened.event_id = wanted.id)
                      order by wanted.created_at, wanted.id) missing
                returning outbox.event_id)
            select (select count(*) from hastened) + (select count(*) from anew)
            """,
            new
            {
                endpoint = endpoint.Value,
                tenant = caller.Tenant.Value,
                number = caller.Number?.Value,
                since,
                test = EventNames.WebhookTest
            },
            cancellationToken: transaction.CancellationToken));
        if (queued > 0)
            transaction.Signal(WorkKind.Deliveries, endpoint.Value);
        transaction.Made = new(endpoint.ToString(), endpoint.Value);
        return (int)queued;
    }

    // First: every writer of an endpoint's outbox rows locks the endpoint's row, so that none of them can deadlock.
    private async Task Lock(string sql, Guid id, Caller caller) => await (await transaction.Now()).ExecuteAsync(
        new CommandDefinition(sql, new { id, tenant = caller.Tenant.Value }, cancellationToken: transaction.CancellationToken));

    private sealed record Row(bool Found, Guid? EndpointId, Guid? DeliveryId);
}
