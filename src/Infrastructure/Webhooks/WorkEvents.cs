using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// Writes an event and its deliveries in one statement with its unit of work. The body is complete but for the sequence, which only
/// the statement knows: it stands for a control character, which no JSON text contains unescaped.
/// </summary>
internal sealed class WorkEvents(Transaction transaction) : IEvents
{
    private const string Statement =
        """
        with subject as (
            insert into event_sequences (subject_id, last) values (@subject, 1)
            on conflict (subject_id) do update set last = event_sequences.last + 1
            returning last),
        happened as (
            insert into events (id, tenant_id, type, number_id, link_id, sequence, body, created_at)
            select @id, @tenant, @type, @number, @link, subject.last, replace(@body, chr(1), subject.last::text), @at
              from subject
            returning id),
        pending as (
            insert into outbox (id, kind, tenant_id, endpoint_id, event_id)
            select time_ordered_uuid(), 'delivery', endpoint.tenant_id, endpoint.id, happened.id
              from happened, webhook_endpoints endpoint
             where endpoint.tenant_id = @tenant and endpoint.active
               and (endpoint.scope = 'Tenant' or endpoint.number_id = @number or @number = any(endpoint.more_number_ids))
               and endpoint.events && array[@type, '*']
            returning endpoint_id)
        select pending.endpoint_id as deliveries from pending
         where not @notify or pg_notify('pending', 'Deliveries:' || pending.endpoint_id) is not null
        """;

    private const string TestStatement =
        """
        with happened as (
            insert into events (id, tenant_id, type, number_id, sequence, body, created_at) values (@id, @tenant, @type, @number, 0, @body,
                @at)),
        pending as (
            insert into outbox (id, kind, tenant_id, endpoint_id, event_id, payload) values (@delivery, 'delivery', @tenant, @endpoint, @id,
                '{"evenInactive": true}')
            returning endpoint_id)
        select pending.endpoint_id as deliveries from pending
         where not @notify or pg_notify('pending', 'Deliveries:' || pending.endpoint_id) is not null
        """;

    public void Add(NumberEvent happened) => Write(
        happened.Id, happened.Type, happened.Instance.Tenant.Value, happened.Instance.Id, happened.Link, happened.At,
        EventJson.Draft(NumberEventBody.Of(happened)));

    public void Add(LinkEvent happened) => Write(
        happened.Id, happened.Type, happened.Link.Tenant.Value, happened.Link.Number, happened.Link.Id, happened.At,
        EventJson.Draft(LinkEventBody.Of(happened)));

    public void Add(TestEvent test)
    {
        transaction.Made = new(test.Id.ToString(), test.Id.Value);
        transaction.QueueSignalling(
            TestStatement,
            ("id", test.Id.Value), ("tenant", test.Endpoint.Tenant.Value), ("type", EventNames.WebhookTest),
            ("number", test.Endpoint.OnlyNumber?.Value),
            ("body", EventJson.Text(TestEventBody.Of(test))), ("at", test.At), ("delivery", test.Delivery.Value),
            ("endpoint", test.Endpoint.Id.Value));
    }

    private void Write(EventId id, string type, Guid tenant, NumberId? number, LinkId? link, DateTimeOffset at, string body) =>
        transaction.QueueSignalling(
        Statement,
        ("subject", number?.Value ?? link!.Value.Value), ("id", id.Value), ("tenant", tenant), ("type", type), ("number", number?.Value),
        ("link", link?.Value),
        ("body", body), ("at", at));
}
