using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Numbers;

/// <summary>Everything that ends with a number.</summary>
public sealed class RemoveNumberTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_removed_number_is_gone_with_its_links_tokens_and_keys()
    {
        var (link, attempt) = await host.OpenNumber();
        (await host.Simulate(link.NumberId(), "logout")).Expect(200);
        var waiting = await host.NewLink(new { reconnect = new { numberId = link.NumberId() } });
        var key = await host.NumberKey(link.NumberId());
        (await host.Get($"/v1/numbers/{link.NumberId()}/status", key)).Expect(200);

        var answer = (await Remove(link)).Expect(200);

        answer.GetRawText().Should().Be("""{"ok":true}""");
        (await Remove(link)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Get($"/v1/numbers/{link.NumberId()}/status")).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Get($"/v1/numbers/{link.NumberId()}/status", key)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await host.Info(waiting.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Connect(waiting.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Status(link.Token(), attempt)).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Get($"/v1/links/{waiting.LinkId()}")).Expect(200).Text("status").Should().Be("revoked");
        (await host.Events(link.NumberId(), "number.removed")).Should().ContainSingle();
        (await host.Events(waiting.LinkId(), "link.revoked")).Should().ContainSingle();
        (await host.Events(link.LinkId(), "link.revoked")).Should().BeEmpty("a spent link has nothing to revoke");
    }

    [Fact]
    public async Task A_number_that_is_being_paired_can_be_removed()
    {
        var (link, _) = await host.StartedLink();

        (await Remove(link)).Expect(200);

        (await host.Connect(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Simulate(link.NumberId(), "scan")).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Query<long>("select count(*) from pairing_attempts where number_id = @id and ended_at is null",
            new { id = Scene.Uuid(link.NumberId()) })).Should().Be(0);
    }

    [Fact]
    public async Task The_removal_is_the_last_event_of_its_own_endpoint()
    {
        await using var sink = await WebhookSink.Start();
        var (link, _) = await host.OpenNumber();
        var endpoint = (await host.Post("/v1/webhooks", new { url = sink.Url, whatsappNumberId = link.NumberId(), events = new[] { "*" } }))
            .Expect(201).Text("id");

        (await Remove(link)).Expect(200);

        var reported = await sink.Next();
        var body = JsonDocument.Parse(reported.Body).RootElement;
        body.Text("event").Should().Be("number.removed");
        body.GetProperty("data").NumberId().Should().Be(link.NumberId());
        (await host.Query<bool>("select active from webhook_endpoints where id = @id", new { id = EndpointId(endpoint) })).Should()
            .BeFalse();
        await Scene.Eventually(async () =>
            await host.Query<long>("select count(*) from outbox where endpoint_id = @id", new { id = EndpointId(endpoint) }) == 0);
        sink.All.Should().ContainSingle();
    }

    [Fact]
    public async Task A_removal_that_is_refused_at_first_is_still_delivered_to_the_endpoint_that_it_closed()
    {
        await using var sink = await WebhookSink.Start();
        sink.Answer = WebhookSink.Status(503);
        var link = await host.NewLink();
        var endpoint = EndpointId(
            (await host.Post("/v1/webhooks",
                new { url = sink.Url, whatsappNumberId = link.NumberId(), events = new[] { "number.removed" } })).Expect(201).Text("id"));
        (await Remove(link)).Expect(200);
        var first = await sink.Next();
        await Scene.Eventually(async () =>
            await host.Query<long>("select count(*) from outbox where endpoint_id = @endpoint and lease_id is null",
                new { endpoint }) == 1);

        sink.Answer = WebhookSink.Status(200);
        await host.Execute("update outbox set run_at = now() where endpoint_id = @endpoint; select pg_notify('outbox', '')",
            new { endpoint });

        (await sink.Next()).Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
    }

    [Fact]
    public async Task The_gateways_session_is_ended()
    {
        var (link, _) = await host.OpenNumber();

        (await Remove(link)).Expect(200);

        await Scene.Eventually(async () => await Sessions(link) == 0);
    }

    [Fact]
    public async Task A_gateway_that_is_down_is_cleaned_up_when_it_is_back()
    {
        var (link, _) = await host.OpenNumber();
        (await host.Simulate(link.NumberId(), "gateway_down")).Expect(200);

        (await Remove(link)).Expect(200);

        await Scene.Eventually(async () =>
            await host.Query<long>(
                "select count(*) from outbox where kind = 'cleanup' and attempt > 0 and lease_id is null and payload->>'number' = @id",
                Pending(link)) == 1);
        (await Sessions(link)).Should().Be(1);
        await host.Execute("update simulator_sessions set gateway_down = false where instance_name = @name",
            new { name = link.GetProperty("instance").Text("instanceName") });
        await host.Execute("update outbox set run_at = now() where kind = 'cleanup' and payload->>'number' = @id; select pg_notify('cleanup', '')", Pending(link));
        await Scene.Eventually(async () => await Sessions(link) == 0);
        await Scene.Eventually(async () =>
            await host.Query<long>("select count(*) from outbox where kind = 'cleanup' and payload->>'number' = @id", Pending(link)) == 0);
    }

    private Task<Answer> Remove(JsonElement link) => host.Call("DELETE", $"/v1/numbers/{link.NumberId()}");

    private Task<long> Sessions(JsonElement link) =>
        host.Query<long>("select count(*) from simulator_sessions where instance_name = @name",
            new { name = link.GetProperty("instance").Text("instanceName") });

    private static object Pending(JsonElement link) => new { id = Scene.Uuid(link.NumberId()).ToString() };

    private static Guid EndpointId(string written) =>
        PilotPairing.Domain.WireId.TryParse("wh_", written, out var id) ? id : throw new ArgumentException(written, nameof(written));
}
