using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>POST …/test, and the log and the list of deliveries.</summary>
public sealed class DeliveryLogTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_test_event_arrives_at_any_subscription_and_even_switched_off()
    {
        await using var sink = await WebhookSink.Start();
        var id = await host.NewEndpoint(sink.Url, events: []);
        (await host.Call("PATCH", "/v1/webhooks/" + id, new { active = false })).Expect(200);
        var queued = (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        queued.GetProperty("queued").GetInt32().Should().Be(1);
        queued.GetProperty("deliveryId").GetString().Should().MatchRegex("^dlv_[0-9a-z]{26}$");

        var request = await sink.Next();
        var body = request.Json();
        body.EnumerateObject().Select(member => member.Name).Should().Equal("event", "data", "type", "timestamp", "schemaVersion");
        body.GetProperty("event").GetString().Should().Be("webhook.test");
        body.GetProperty("data").Id().Should().Be(queued.GetProperty("eventId").GetString()).And.Be(request.Headers["webhook-id"]);
        body.GetProperty("data").GetProperty("webhookId").GetString().Should().Be(id);
    }

    [Fact]
    public async Task A_success_is_logged_with_what_was_sent_and_answered()
    {
        await using var sink = await WebhookSink.Start();
        sink.Answer = context => context.Response.Body.WriteAsync("thanks"u8.ToArray()).AsTask();
        var id = await host.NewEndpoint(sink.Url);
        var queued = (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        var request = await sink.Next();

        var line = (await host.Until($"/v1/webhooks/{id}/logs", log => log.GetArrayLength() == 1))[0];
        line.EnumerateObject().Select(member => member.Name).Should().Equal(
            "event", "status", "statusCode", "payload", "response", "durationMs", "createdAt", "attempt", "deliveryId", "nextAttemptAt");
        line.GetProperty("event").GetString().Should().Be("webhook.test");
        line.GetProperty("status").GetString().Should().Be("SUCCESS");
        line.GetProperty("statusCode").GetInt32().Should().Be(200);
        line.GetProperty("payload").GetRawText().Should().Be(request.Json().GetRawText());
        line.GetProperty("response").GetString().Should().Be("thanks");
        line.GetProperty("attempt").GetInt32().Should().Be(1);
        line.GetProperty("deliveryId").GetString().Should().Be(queued.GetProperty("deliveryId").GetString());
        line.GetProperty("nextAttemptAt").ValueKind.Should().Be(JsonValueKind.Null);
        (await host.Get("/v1/webhooks/" + id)).Expect(200).GetProperty("lastTriggered").GetDateTimeOffset().Should()
            .BeAfter(TimeProvider.System.GetUtcNow().AddMinutes(-1));

        var delivery = (await host.Get($"/v1/webhooks/{id}/deliveries")).Expect(200)[0];
        delivery.Id().Should().Be(queued.GetProperty("deliveryId").GetString());
        delivery.GetProperty("eventId").GetString().Should().Be(request.Headers["webhook-id"]);
        (delivery.GetProperty("status").GetString(), delivery.GetProperty("attempts").GetInt32(),
            delivery.GetProperty("statusCode").GetInt32()).Should().Be(("SUCCESS", 1, 200));
    }

    [Fact]
    public async Task A_failure_is_logged_with_its_status_and_the_next_attempt()
    {
        await using var sink = await WebhookSink.Start();
        sink.Answer = WebhookSink.Status(500);
        var id = await host.NewEndpoint(sink.Url);
        (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);

        var line = (await host.Until($"/v1/webhooks/{id}/logs", log => log.GetArrayLength() == 1))[0];
        line.GetProperty("status").GetString().Should().Be("FAILED");
        line.GetProperty("statusCode").GetInt32().Should().Be(500);
        line.GetProperty("response").ValueKind.Should().Be(JsonValueKind.Null);
        line.GetProperty("nextAttemptAt").GetDateTimeOffset().Should()
            .BeAfter(line.GetProperty("createdAt").GetDateTimeOffset().AddSeconds(3));
        var delivery = (await host.Get($"/v1/webhooks/{id}/deliveries")).Expect(200)[0];
        delivery.GetProperty("status").GetString().Should().Be("PENDING");
        delivery.GetProperty("attempts").GetInt32().Should().BeGreaterThan(0);
        delivery.GetProperty("nextAttemptAt").ValueKind.Should().Be(JsonValueKind.String);
    }

    [Fact]
    public async Task Where_nobody_answered_the_log_says_why()
    {
        await using (var sink = await WebhookSink.Start())
        {
            var id = await host.NewEndpoint(sink.Url);
            await sink.DisposeAsync();
            (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
            var line = (await host.Until($"/v1/webhooks/{id}/logs", log => log.GetArrayLength() == 1))[0];
            line.GetProperty("statusCode").ValueKind.Should().Be(JsonValueKind.Null);
            line.GetProperty("response").GetString().Should().Be("The host could not be reached");
        }
    }

    [Fact]
    public async Task The_log_is_newest_first_by_event_and_pages_like_a_list()
    {
        await using var sink = await WebhookSink.Start();
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(sink.Url, key: key);
        await host.NewLink(key: key);
        (await host.Post($"/v1/webhooks/{id}/test", key: key)).Expect(200);
        var log = await host.Until($"/v1/webhooks/{id}/logs", lines => lines.GetArrayLength() == 3, key);
        log.EnumerateArray().Select(line => line.GetProperty("createdAt").GetDateTimeOffset()).Should().BeInDescendingOrder();

        (await host.Get($"/v1/webhooks/{id}/logs?event=link.created", key)).Expect(200).EnumerateArray()
            .Select(line => line.GetProperty("event").GetString()).Should().Equal("link.created");
        (await host.Get($"/v1/webhooks/{id}/logs?event=webhook.test", key)).Expect(200).GetArrayLength().Should().Be(1);
        (await host.Get($"/v1/webhooks/{id}/logs?event=message.received", key)).Expect(200).GetArrayLength().Should().Be(0);

        foreach (var list in new[] { "logs", "deliveries" })
        {
            var all = (await host.Get($"/v1/webhooks/{id}/{list}", key)).Expect(200).EnumerateArray().Select(item => item.GetRawText())
                .ToList();
            var first = await host.Get($"/v1/webhooks/{id}/{list}?limit=2", key);
            var rest = await host.Get(first.Headers["link"].Split('<', '>')[1], key);
            first.Expect(200).EnumerateArray().Concat(rest.Expect(200).EnumerateArray()).Select(item => item.GetRawText()).Should()
                .Equal(all);
            rest.Headers.Should().NotContainKey("link");
        }
    }

    [Theory]
    [InlineData("logs", 51)]
    [InlineData("logs", 0)]
    [InlineData("deliveries", 201)]
    public async Task A_limit_outside_is_refused(string list, int limit) =>
        (await host.Get($"/v1/webhooks/{await host.NewEndpoint()}/{list}?limit={limit}")).ShouldNameFields("limit");

    [Fact]
    public async Task What_is_no_name_of_an_event_is_refused_with_the_rest() =>
        (await host.Get($"/v1/webhooks/{await host.NewEndpoint()}/logs?event=%00&limit=51")).ShouldNameFields("event", "limit");

    [Fact]
    public async Task A_delivery_never_tried_is_listed_as_pending()
    {
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(key: key, events: ["link.created"]);
        await host.Run("create or replace function later() returns trigger language plpgsql as 'begin new.run_at := now() + interval ''1 hour''; return new; end'");
        await host.Run($"create trigger later before insert on outbox for each row when (new.endpoint_id = '{WebhookRig.Row(id)}') execute function later()");
        await host.NewLink(key: key);
        await host.Run("drop trigger later on outbox");
        var delivery = (await host.Get($"/v1/webhooks/{id}/deliveries", key)).Expect(200)[0];
        delivery.GetProperty("event").GetString().Should().Be("link.created");
        (delivery.GetProperty("status").GetString(), delivery.GetProperty("attempts").GetInt32()).Should().Be(("PENDING", 0));
        delivery.GetProperty("statusCode").ValueKind.Should().Be(JsonValueKind.Null);
    }
}
