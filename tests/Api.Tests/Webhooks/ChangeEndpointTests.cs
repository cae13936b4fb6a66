using System.Text.Json;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>GET, PATCH and DELETE of one endpoint, and what they do to its pending deliveries.</summary>
public sealed class ChangeEndpointTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_endpoint_is_read_as_it_was_registered()
    {
        var registered = (await host.Post("/v1/webhooks",
            new { url = "https://example.com/hook", scope = "tenant", name = "Orders", events = new[] { "*" } })).Expect(201);
        (await host.Get("/v1/webhooks/" + registered.Id())).Expect(200).GetRawText().Should().Be(registered.GetRawText());
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task What_is_named_changes_and_the_rest_stays(string method)
    {
        var before = (await host.Get("/v1/webhooks/" + await host.NewEndpoint(events: ["link.expired"]))).Expect(200);
        var after = (await host.Call(method, "/v1/webhooks/" + before.Id(), new { name = " Orders ", url = "https://example.org/x" }))
            .Expect(200);
        after.GetProperty("name").GetString().Should().Be("Orders");
        after.GetProperty("url").GetString().Should().Be("https://example.org/x");
        Names(after).Should().Equal("link.expired");
        after.GetProperty("active").GetBoolean().Should().BeTrue();
        after.GetProperty("updatedAt").GetDateTimeOffset().Should().BeAfter(before.GetProperty("updatedAt").GetDateTimeOffset());
        after.GetProperty("createdAt").GetRawText().Should().Be(before.GetProperty("createdAt").GetRawText());
        (await host.Get("/v1/webhooks/" + before.Id())).Expect(200).GetRawText().Should().Be(after.GetRawText());
    }

    [Fact]
    public async Task Events_are_replaced_and_names_we_do_not_send_dropped()
    {
        var id = await host.NewEndpoint();
        Names((await host.Call("PATCH", "/v1/webhooks/" + id, new { events = new[] { "number.connected", "call.received" } })).Expect(200))
            .Should().Equal("number.connected");
        Names((await host.Call("PATCH", "/v1/webhooks/" + id, new { events = Array.Empty<string>() })).Expect(200)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_number_cannot_change()
    {
        var number = await host.NewNumber();
        var id = await host.NewNumberEndpoint(number);
        (await host.Call("PATCH", "/v1/webhooks/" + id, new { whatsappNumberId = await host.NewNumber(), scope = "tenant" })).Expect(200)
            .GetProperty("whatsappNumberIds")[0].GetString().Should().Be(number);
    }

    [Fact]
    public async Task An_empty_change_is_none()
    {
        var id = await host.NewEndpoint();
        (await host.Call("PATCH", "/v1/webhooks/" + id)).Expect(200).Id().Should().Be(id);
    }

    [Fact]
    public async Task Switched_off_it_has_no_pending_deliveries_and_gets_no_new_ones()
    {
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(key: key);
        await Block(id);
        await host.NewLink(key: key);
        (await host.Pending(id)).Should().Be(2);

        (await host.Call("PATCH", "/v1/webhooks/" + id, new { active = "false" }, key)).Expect(200).GetProperty("active").GetBoolean()
            .Should().BeFalse();
        (await host.Pending(id)).Should().Be(0);
        await host.NewLink(key: key);
        (await host.Pending(id)).Should().Be(0);
    }

    [Theory]
    [InlineData("""{"active":true}""", true)]
    [InlineData("""{"active":false}""", false)]
    [InlineData("""{"name":"x"}""", false)]
    [InlineData("""{"url":"https://example.org/new"}""", true)]
    public async Task Switching_it_on_or_a_new_url_resets_its_failures(string change, bool forgets)
    {
        var id = await host.NewEndpoint();
        await host.Run("update webhook_endpoints set active = false, failing_since = now() where id = @id",
            new { id = WebhookRig.Row(id) });
        (await host.Call("PATCH", "/v1/webhooks/" + id, change)).Expect(200);
        (await host.Ask<bool>("select failing_since is null from webhook_endpoints where id = @id", new { id = WebhookRig.Row(id) }))
            .Should().Be(forgets);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task Every_bad_field_is_named_at_once(string method) =>
        (await host.Call(method, "/v1/webhooks/" + await host.NewEndpoint(),
            new { name = " ", url = "http://example.com", events = "all", active = 1 }))
            .ShouldNameFields("name", "url", "events", "active");

    [Fact]
    public async Task A_broken_body_is_refused() =>
        (await host.Call("PATCH", "/v1/webhooks/" + await host.NewEndpoint(), "{")).ShouldBeRefused(400, "INVALID_JSON");

    [Fact]
    public async Task A_body_that_is_no_json_is_refused() =>
        (await host.Call("PATCH", "/v1/webhooks/" + await host.NewEndpoint(), new StringContent("name=x", null, "text/plain")))
            .ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");

    [Fact]
    public async Task Removed_it_is_gone_with_its_pending_deliveries()
    {
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(key: key);
        await Block(id);
        await host.NewLink(key: key);
        (await host.Call("DELETE", "/v1/webhooks/" + id, key: key)).Text.Should().Be("""{"ok":true}""");
        (await host.Pending(id)).Should().Be(0);
        (await host.Call("DELETE", "/v1/webhooks/" + id, key: key)).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
        (await host.Get($"/v1/webhooks/{id}/logs", key)).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
    }

    private static IEnumerable<string?> Names(JsonElement endpoint) =>
        endpoint.GetProperty("events").EnumerateArray().Select(name => name.GetString());

    /// <summary>Keeps the worker away from an endpoint's rows: somebody has them on lease.</summary>
    private Task Block(string endpoint) => host.Run(
        $"""
        create or replace function on_lease() returns trigger language plpgsql as 'begin new.lease_until := now() + interval ''1 hour''; return new; end';
        create trigger on_lease_{WebhookRig.Row(endpoint):N} before insert on outbox for each row when (new.endpoint_id = '{WebhookRig.Row(endpoint)}') execute function on_lease();
        """);
}
