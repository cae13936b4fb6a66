using System.Globalization;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>Sending again, one delivery or everything since a moment, under the first webhook-id.</summary>
public sealed class ReplayTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Long = "2020-01-01T00:00:00Z";

    [Fact]
    public async Task A_finished_delivery_goes_out_again_under_its_first_id()
    {
        await using var sink = await WebhookSink.Start();
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(sink.Url, ["link.created"], key);
        await host.NewLink(key: key);
        var first = await sink.Next();
        var delivery = (await host.Until($"/v1/webhooks/{id}/deliveries", list =>
            list.GetArrayLength() == 1 && list[0].GetProperty("status").GetString() == "SUCCESS", key))[0].Id();

        var replayed = (await host.Post($"/v1/deliveries/{delivery}/replay", key: key)).Expect(202);
        replayed.GetProperty("queued").GetInt32().Should().Be(1);
        replayed.GetProperty("deliveryId").GetString().Should().NotBe(delivery);
        var second = await sink.Next();
        second.Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
        second.Body.Should().Equal(first.Body);
        await host.Until($"/v1/webhooks/{id}/deliveries", list =>
            list.GetArrayLength() == 2 && list[0].Id() == replayed.GetProperty("deliveryId").GetString(), key);
    }

    [Fact]
    public async Task A_waiting_delivery_is_sent_now_and_not_twice()
    {
        await using var sink = await WebhookSink.Start();
        sink.Answer = WebhookSink.Status(503, ("Retry-After", "3600"));
        var id = await host.NewEndpoint(sink.Url);
        (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        await sink.Next();
        var waiting = (await host.Until($"/v1/webhooks/{id}/deliveries", list => list[0].GetProperty("attempts").GetInt32() == 1))[0].Id();

        sink.Answer = WebhookSink.Status(204);
        (await host.Post($"/v1/deliveries/{waiting}/replay")).Expect(202).GetProperty("deliveryId").GetString().Should().Be(waiting);
        await sink.Next();
        var completed = await host.Until($"/v1/webhooks/{id}/deliveries", list => list[0].GetProperty("status").GetString() == "SUCCESS");
        completed.GetArrayLength().Should().Be(1);
        completed[0].GetProperty("attempts").GetInt32().Should().Be(2);
        sink.All.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_endpoint_switched_off_gets_no_replay()
    {
        await using var sink = await WebhookSink.Start();
        var id = await host.NewEndpoint(sink.Url);
        (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        var delivery = (await host.Until($"/v1/webhooks/{id}/deliveries", list =>
            list[0].GetProperty("status").GetString() == "SUCCESS"))[0].Id();
        (await host.Call("PATCH", "/v1/webhooks/" + id, new { active = false })).Expect(200);

        (await host.Post($"/v1/deliveries/{delivery}/replay")).Text.Should()
            .BeEquivalentTo("""{"queued":0}""", because: "it answers {0}", "202");
        (await host.Post($"/v1/webhooks/{id}/replay", new { since = Long })).Expect(202).GetProperty("queued").GetInt32().Should().Be(0);
        (await host.Pending(id)).Should().Be(0);
    }

    [Fact]
    public async Task What_was_missed_while_switched_off_is_fetched()
    {
        await using var sink = await WebhookSink.Start();
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(sink.Url, ["link.created", "number.created"], key);
        (await host.Call("PATCH", "/v1/webhooks/" + id, new { active = false }, key)).Expect(200);
        await host.NewLink(key: key);
        (await host.Call("PATCH", "/v1/webhooks/" + id, new { active = true, events = new[] { "link.created" } }, key)).Expect(200);
        (await host.Post($"/v1/webhooks/{id}/test", key: key)).Expect(200);
        (await sink.Next()).Json().GetProperty("event").GetString().Should().Be("webhook.test");

        (await host.Post($"/v1/webhooks/{id}/replay", new { since = Long }, key)).Expect(202).GetProperty("queued").GetInt32().Should()
            .Be(1, "tests are not repeated, nor what it does not listen to");
        var request = await sink.Next();
        request.Json().GetProperty("event").GetString().Should().Be("link.created");
        request.Headers["webhook-id"].Should().Be(request.Json().GetProperty("data").Id());
    }

    [Fact]
    public async Task Only_what_happened_since_is_sent_again()
    {
        await using var sink = await WebhookSink.Start();
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(sink.Url, ["link.created"], key);
        var (before, _) = (await host.NewLink(key: key), await sink.Next());
        var (after, second) = (await host.NewLink(key: key), await sink.Next());
        var since = second.Json().GetProperty("data").GetProperty("createdAt").GetDateTimeOffset();
        await host.Until($"/v1/webhooks/{id}/logs", log => log.GetArrayLength() == 2, key);

        (await host.Post($"/v1/webhooks/{id}/replay",
            new { since = since.ToOffset(TimeSpan.FromHours(-3)).ToString("O", CultureInfo.InvariantCulture) }, key)).Expect(202)
            .GetProperty("queued").GetInt32().Should().Be(1);
        (await sink.Next()).Json().GetProperty("data").GetProperty("linkId").GetString().Should()
            .Be(after.GetProperty("linkId").GetString()).And.NotBe(before.GetProperty("linkId").GetString());
    }

    [Fact]
    public async Task An_endpoint_of_a_number_gets_that_numbers_events_again()
    {
        var number = await host.NewNumber();
        await host.NewNumber();
        var id = await host.NewNumberEndpoint(number);
        (await host.Post($"/v1/webhooks/{id}/replay", new { since = Long }, await host.NewNumberKey(number))).Expect(202)
            .GetProperty("queued").GetInt32().Should().Be(2);
        (await host.Post($"/v1/webhooks/{id}/replay", new { since = Long })).Expect(202).GetProperty("queued").GetInt32().Should().Be(2);
        (await host.Pending(id)).Should().BeLessOrEqualTo(2, "what waits is hastened, not doubled");
    }

    [Fact]
    public async Task Since_is_required() => (await host.Post($"/v1/webhooks/{await host.NewEndpoint()}/replay")).ShouldNameFields("since");

    [Theory]
    [InlineData("""{"since":"yesterday"}""")]
    [InlineData("""{"since":5}""")]
    [InlineData("""{"since":["2026-01-01T00:00:00Z"]}""")]
    public async Task A_since_that_is_no_time_is_refused(string body) =>
        (await host.Post($"/v1/webhooks/{await host.NewEndpoint()}/replay", body)).ShouldNameFields("since");

    [Fact]
    public async Task Without_a_key_no_delivery_is_replayed() =>
        (await host.Post("/v1/deliveries/dlv_00000000000000000000000001/replay", key: "")).ShouldBeRefused(401, "UNAUTHORIZED");

    [Theory]
    [InlineData("dlv_00000000000000000000000001")]
    [InlineData("wh_00000000000000000000000001")]
    [InlineData("17")]
    public async Task An_unknown_delivery_is_not_found(string id) =>
        (await host.Post($"/v1/deliveries/{id}/replay")).ShouldBeRefused(404, "DELIVERY_NOT_FOUND");

    [Fact]
    public async Task A_delivery_of_another_tenant_or_number_is_not_found()
    {
        await using var sink = await WebhookSink.Start();
        var id = await host.NewEndpoint(sink.Url);
        var delivery = (await host.Post($"/v1/webhooks/{id}/test")).Expect(200).GetProperty("deliveryId").GetString();
        await sink.Next();
        (await host.Post($"/v1/deliveries/{delivery}/replay", key: await host.NewTenantKey())).ShouldBeRefused(404, "DELIVERY_NOT_FOUND");
        (await host.Post($"/v1/deliveries/{delivery}/replay", key: await host.NewNumberKey(await host.NewNumber())))
            .ShouldBeRefused(404, "DELIVERY_NOT_FOUND");
    }
}
