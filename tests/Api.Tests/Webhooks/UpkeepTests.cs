using PilotPairing.Application.Operating;
using PilotPairing.Application.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>The periodic acts on webhooks, called as their jobs call them.</summary>
public sealed class UpkeepTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_endpoint_that_failed_for_days_is_switched_off()
    {
        await using var sink = await WebhookSink.Start();
        sink.Answer = WebhookSink.Status(500);
        var (failing, fine) = (await host.NewEndpoint(sink.Url), await host.NewEndpoint());
        (await host.Post($"/v1/webhooks/{failing}/test")).Expect(200);
        await host.Until($"/v1/webhooks/{failing}/logs", log => log.GetArrayLength() == 1);
        await host.Run("update webhook_endpoints set failing_since = now() - interval '6 days' where id = @id",
            new { id = WebhookRig.Row(failing) });

        (await host.Send(new DisableFailingEndpoints())).Value.Endpoints.Select(id => id.ToString()).Should().Equal(failing);
        (await host.Get("/v1/webhooks/" + failing)).Expect(200).GetProperty("active").GetBoolean().Should().BeFalse();
        (await host.Get("/v1/webhooks/" + fine)).Expect(200).GetProperty("active").GetBoolean().Should().BeTrue();
        (await host.Pending(failing)).Should().Be(0);
    }

    [Fact]
    public async Task What_is_past_its_retention_goes_in_batches_and_the_rest_stays()
    {
        await using var sink = await WebhookSink.Start();
        var id = await host.NewEndpoint(sink.Url);
        (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        await host.Until($"/v1/webhooks/{id}/logs", log => log.GetArrayLength() == 1);
        var old = TimeProvider.System.GetUtcNow().AddDays(-30).AddMinutes(-1);
        var ids = Enumerable.Range(0, 2500).Select(_ => Guid.CreateVersion7(old)).ToArray();
        await host.Run(
            """
            insert into events (id, tenant_id, type, sequence, body, created_at)
            select id, @tenant, 'number.connected', 1, '{}', now() - interval '30 days' from unnest(@ids) id;
            insert into delivery_attempts (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, duration_ms, created_at)
            select id, @tenant, id, @endpoint, id, 'number.connected', 1, true, 1, now() - interval '30 days' from unnest(@ids) id;
            """,
            new { tenant = host.Tenant.Tenant.Id.Value, endpoint = WebhookRig.Row(id), ids });

        await host.Send(new ApplyRetention());
        (await host.Ask<long>("select count(*) from events where id = any(@ids)", new { ids })).Should().Be(0);
        (await host.Ask<long>("select count(*) from delivery_attempts where id = any(@ids)", new { ids })).Should().Be(0);
        (await host.Get($"/v1/webhooks/{id}/logs")).Expect(200)[0].GetProperty("payload").GetProperty("event").GetString().Should()
            .Be("webhook.test");
    }
}
