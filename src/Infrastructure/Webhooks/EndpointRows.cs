using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Webhooks;

internal sealed class EndpointRows(Transaction transaction, Envelopes envelopes) : IEndpoints
{
    public void Add(WebhookEndpoint endpoint, WebhookSecret secret) => transaction.Queue(
        """
        insert into webhook_endpoints (id, tenant_id, scope, number_id, name, url, events, active, secret_envelope, created_at, updated_at)
        values (@id, @tenant, @scope, @number, @name, @url, @events, @active, @secret, @now, @now)
        """,
        ("id", endpoint.Id.Value), ("tenant", endpoint.Tenant.Value), ("scope", endpoint.Number is null ? "Tenant" : "Number"), ("number", endpoint.Number?.Value),
        ("name", endpoint.Name), ("url", endpoint.Url), ("events", endpoint.Events.ToArray()), ("active", endpoint.Active),
        ("secret", envelopes.Seal(new("webhook_endpoints", endpoint.Id.Value, endpoint.Tenant.Value), secret.Value)), ("now", endpoint.CreatedAt));

    public void CloseAll(NumberId number, DateTimeOffset now)
    {
        transaction.Queue(
            """
            update outbox set payload = '{"evenInactive": true}'
              from webhook_endpoints endpoint
             where endpoint.number_id = @number and endpoint.active and outbox.endpoint_id = endpoint.id
            """,
            ("number", number.Value));
        transaction.Queue("update webhook_endpoints set active = false, updated_at = @now where number_id = @number and active", ("number", number.Value), ("now", now));
    }
}
