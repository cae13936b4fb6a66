using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// Endpoints and deliveries on the operations pages: what a receiver got and answered, and what an operator can send again.
/// </summary>
public sealed class OpsWebhooksTests : IAsyncLifetime
{
    private readonly ApiHost _host = new ApiHost().WithPeople();
    private WebhookSink _sink = null!;
    private OpsBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _sink = await WebhookSink.Start();
        await _host.InitializeAsync();
        _browser = await _host.Operator();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task A_delivery_shows_its_payload_and_every_answer_and_is_replayed()
    {
        var endpoint = await _host.NewEndpoint(_sink.Url + "?token=kept-away", ["*"]);
        var link = await _host.NewLink();
        await _sink.Next();
        await Scene.Eventually(async () =>
            (await _browser.Get($"/ops/webhooks/{endpoint}")).Text.Contains("link.created", StringComparison.Ordinal));
        var delivery = await _host.Query<Guid>("select delivery_id from delivery_attempts where event_type = 'link.created'");
        var path = $"/ops/deliveries/{new Domain.Webhooks.DeliveryId(delivery)}";

        var page = await _browser.Get(path);

        page.Text.Should().ContainAll("link.created", link.LinkId(), "Attempt 1", "status 20").And.NotContain("kept-away");
        (await _browser.Get($"/ops/links/{link.LinkId()}")).Text.Should().Contain("link.created delivered to").And.Contain(path);
        (await _browser.Get($"/ops/deliveries?endpoint={endpoint}")).Text.Should().Contain(path);
        (await _browser.Get("/ops/deliveries?result=failed")).Text.Should().NotContain(path);
        var replayed = await _browser.Post(path + "?handler=Replay", path);
        replayed.Headers["location"].Should().MatchRegex("^/ops/deliveries/dlv_[a-z0-9]{26}\\?done=replayed$");
        (await _host.AuditOf(path.Split('/')[^1])).Should().Equal("ops Operator DeliveryReplayed");
        (await _host.Query<long>("select count(distinct id) from events where type = 'link.created'")).Should().Be(1);
    }

    [Fact]
    public async Task An_endpoint_is_tested_enabled_and_replayed()
    {
        var endpoint = await _host.NewEndpoint(_sink.Url, ["link.created"]);
        var path = $"/ops/webhooks/{endpoint}";
        (await _host.Call("PATCH", $"/v1/webhooks/{endpoint}", new { active = false })).Expect(200);
        (await _browser.Get("/ops/webhooks?state=inactive")).Text.Should().Contain(endpoint);
        (await _browser.Get("/ops/webhooks?state=active")).Text.Should().NotContain(endpoint);
        await _host.NewLink();

        (await _browser.Post(path + "?handler=ReplaySince", path, ("hours", "1"))).Headers["location"].Should().Be(path + "?done=inactive");
        (await _browser.Post(path + "?handler=Test", path)).Headers["location"].Should().Be(path + "?done=tested");
        System.Text.Encoding.UTF8.GetString((await _sink.Next()).Body).Should().Contain("webhook.test");
        (await _browser.Post(path + "?handler=Enable", path)).Headers["location"].Should().Be(path + "?done=enabled");
        (await _host.Get($"/v1/webhooks/{endpoint}")).Expect(200).GetProperty("active").GetBoolean().Should().BeTrue();
        (await _browser.Post(path + "?handler=ReplaySince", path, ("hours", "1"))).Headers["location"].Should().Be(path + "?done=replayed");
        System.Text.Encoding.UTF8.GetString((await _sink.Next()).Body).Should().Contain("link.created");

        (await _host.AuditOf(endpoint)).Should().Equal(
            "ops Operator EndpointReplayed", "ops Operator EndpointTested", "ops Operator EndpointEnabled",
            "ops Operator EndpointReplayed");
    }

    [Fact]
    public async Task Many_deliveries_are_replayed_at_once_and_none_that_is_not_there()
    {
        var endpoint = await _host.NewEndpoint(_sink.Url, ["*"]);
        var path = $"/ops/webhooks/{endpoint}";
        await _host.NewLink();
        await _sink.Next();
        await _sink.Next();
        await Scene.Eventually(async () => await _host.Query<long>("select count(*) from delivery_attempts") == 2);
        var deliveries = (await _host.Get($"/v1/webhooks/{endpoint}/deliveries")).Expect(200).EnumerateArray()
            .Select(delivery => delivery.Text("id")).ToList();

        (await _browser.Post(path + "?handler=Replay", path, [.. deliveries.Select(id => ("deliveries", id))])).Headers["location"].Should()
            .Be(path + "?done=replayed");

        await _sink.Next();
        await _sink.Next();
        foreach (var id in deliveries)
            (await _host.AuditOf(id)).Should().Equal("ops Operator DeliveryReplayed");
        (await _browser.Post(path + "?handler=Replay", path)).Text.Should().Contain("<li><code>deliveries</code>");
        (await _browser.Post(path + "?handler=ReplaySince", path, ("hours", "never"))).Text.Should().Contain("<li><code>hours</code>");
        var missing = await _browser.Post(path + "?handler=Replay", path, ("deliveries", "dlv_00000000000000000000000000"));
        missing.Status.Should().Be(404);
        missing.Text.Should().Contain("DELIVERY_NOT_FOUND");
    }
}
