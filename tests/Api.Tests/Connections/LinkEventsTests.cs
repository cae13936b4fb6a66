using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Gateways;

namespace PilotPairing.Api.Tests.Connections;

/// <summary>The event stream of a link, read by a real client; its quiet-time comment is tested at the stream itself.</summary>
public sealed class LinkEventsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_stream_begins_with_a_snapshot_and_then_sends_each_step_to_the_end()
    {
        var link = await host.NewLink();
        await using var stream = await EventReader.Open(host, link.Token());
        stream.ContentType.Should().StartWith("text/event-stream");

        var (first, snapshot) = await stream.Next();
        first.Should().Be("snapshot");
        snapshot.Text("state").Should().Be("CLOSE");
        snapshot.Text("phase").Should().Be("ready");
        snapshot.GetProperty("isFullyConnected").GetBoolean().Should().BeFalse();
        snapshot.Text("expiresAt").Should().Be(link.Text("expiresAt"));
        snapshot.GetProperty("now").GetDateTimeOffset().Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        snapshot.Has("qrcodeBase64").Should().BeFalse();
        (await host.Query<long>("select count(*) from pairing_attempts where number_id = @id", new { id = Scene.Uuid(link.NumberId()) }))
            .Should().Be(0, "watching starts no pairing");

        var issued = (await host.Connect(link.Token())).Expect(200);
        var qr = await stream.Until("qr");
        qr.Text("qrcodeBase64").Should().Be(issued.Text("qrcodeBase64"));
        qr.Text("artifactExpiresAt").Should().EndWith("Z");
        qr.GetProperty("now").GetDateTimeOffset().Should().BeAfter(snapshot.GetProperty("now").GetDateTimeOffset());
        (await stream.Until("code")).Text("pairingCode").Should().Be(issued.Text("pairingCode"));
        (await stream.UntilPhase("awaiting_scan")).Text("state").Should().Be("CONNECTING");

        (await host.Simulate(link.NumberId(), "scan")).Expect(200);
        var connected = await stream.Until("connected");
        connected.Text("state").Should().Be("OPEN");
        connected.GetProperty("isFullyConnected").GetBoolean().Should().BeTrue();
        (connected.Has("numberId") || connected.Has("redirectUrl")).Should().BeFalse();
        (await stream.Rest()).Should().BeEmpty("the stream ends with the pairing");
    }

    [Fact]
    public async Task The_browser_that_pairs_learns_where_to_go_from_its_stream()
    {
        var (link, attempt) = await host.StartedLink(new { name = "Loja", number = Scene.Phone, redirectUrl = "https://app.example.com/" });
        await using var stream = await EventReader.Open(host, link.Token(), $"?attempt={attempt}");

        (await host.Simulate(link.NumberId(), "scan")).Expect(200);

        var connected = await stream.Until("connected");
        connected.NumberId().Should().Be(link.NumberId());
        connected.Text("redirectUrl").Should().StartWith("https://app.example.com/?status=success");
    }

    [Fact]
    public async Task A_stream_that_comes_back_needs_no_history()
    {
        var link = await host.NewLink();
        await using (var lost = await EventReader.Open(host, link.Token()))
            await lost.Next();
        var issued = (await host.Connect(link.Token())).Expect(200);

        await using var again = await EventReader.Open(host, link.Token());
        var (name, snapshot) = await again.Next();

        name.Should().Be("snapshot");
        snapshot.Text("phase").Should().Be("awaiting_scan");
        snapshot.GetProperty("sequence").GetInt32().Should().Be(1);
        foreach (var member in (string[])["qrcodeBase64", "pairingCode", "pairingCodeExpiresAt"])
            snapshot.Text(member).Should().Be(issued.Text(member));
        snapshot.Text("artifactExpiresAt").Should().Be(issued.Text("expiresAt"));
    }

    [Fact]
    public async Task A_stream_after_success_says_connected_and_ends()
    {
        var (link, _) = await host.OpenNumber();
        await using var stream = await EventReader.Open(host, link.Token());

        var reported = await stream.Rest();

        reported.Select(item => item.Name).Should().Equal("snapshot", "connected");
        reported.Should().OnlyContain(item => item.Data.Text("phase") == "connected" && item.Data.Text("state") == "OPEN");
    }

    [Fact]
    public async Task A_link_that_runs_out_says_so_and_ends()
    {
        var link = await host.NewLink();
        await host.Rewrite("update pairing_links set expires_at = now() + interval '3 seconds' where id = @id", link.LinkId());
        await using var stream = await EventReader.Open(host, link.Token());

        (await stream.Rest()).Select(item => item.Name).Should().Equal("snapshot", "expired");
    }

    [Fact]
    public async Task A_link_whose_end_was_moved_is_not_over_at_the_old_one()
    {
        var link = await host.NewLink();
        await host.Rewrite("update pairing_links set expires_at = now() + interval '3 seconds' where id = @id", link.LinkId());
        await using var stream = await EventReader.Open(host, link.Token());
        (await stream.Next()).Name.Should().Be("snapshot");
        await host.Rewrite("update pairing_links set expires_at = now() + interval '1 hour' where id = @id", link.LinkId());
        await Scene.Eventually(() =>
            Task.FromResult(TimeProvider.System.GetUtcNow() > link.GetProperty("expiresAt").GetDateTimeOffset().AddDays(-1).AddSeconds(5)));

        (await host.Connect(link.Token())).Expect(200);

        await stream.Until("qr");
    }

    [Theory]
    [InlineData("POST", "/v1/links/{0}/revoke")]
    [InlineData("POST", "/v1/links/{0}/rotate")]
    [InlineData("DELETE", "/v1/numbers/{1}")]
    public async Task A_link_that_is_ended_says_so_at_once(string method, string path)
    {
        var link = await host.NewLink();
        await using var stream = await EventReader.Open(host, link.Token());
        (await stream.Next()).Name.Should().Be("snapshot");

        (await host.Call(method, string.Format(null, path, link.LinkId(), link.NumberId()))).Expect(200);

        (await stream.Rest()).Select(item => item.Name).Should().Equal("expired");
    }

    [Fact]
    public async Task A_failure_and_its_end_are_sent_as_phases()
    {
        var (link, _) = await host.StartedLink();
        await using var stream = await EventReader.Open(host, link.Token());

        (await host.Simulate(link.NumberId(), "gateway_down")).Expect(200);
        await stream.UntilPhase("gateway_unavailable");
        (await host.Simulate(link.NumberId(), "gateway_up")).Expect(200);
        await stream.UntilPhase("ready");
        (await host.Simulate(link.NumberId(), "rate_limited")).Expect(200);
        (await stream.UntilPhase("cooling_down")).Text("coolingUntil").Should().EndWith("Z");
    }

    [Fact]
    public async Task A_pending_logout_does_not_clear_a_failure()
    {
        var (link, _) = await host.StartedLink();
        (await host.Simulate(link.NumberId(), "rate_limited")).Expect(200).Text("phase").Should().Be("cooling_down");
        await using var scope = host.App.Services.CreateAsyncScope();
        var gateway = await scope.ServiceProvider.GetRequiredService<IGateways>().Of(host.Tenant.Tenant.Id, CancellationToken.None);
        var session = new GatewaySession(default, new(Scene.Uuid(link.NumberId())), Domain.Numbers.PhoneNumber.FromStore(Scene.Phone));

        await gateway.Logout(session, CancellationToken.None);

        (await gateway.GetState(session, CancellationToken.None)).Should().BeOfType<Domain.Connections.SessionReport.RateLimited>();
    }

    [Fact]
    public async Task Two_streams_of_one_link_receive_the_same()
    {
        var (link, _) = await host.StartedLink();
        await using var one = await EventReader.Open(host, link.Token());
        await using var two = await EventReader.Open(host, link.Token());

        (await host.Simulate(link.NumberId(), "scan")).Expect(200);

        Members(await one.Until("connected")).Should().Be(Members(await two.Until("connected")));

        // All but the moment of the telling.
        static string Members(JsonElement data) => string.Join(", ", data.EnumerateObject().Where(member => member.Name != "now"));
    }
}
