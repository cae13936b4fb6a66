using PilotPairing.Api.Tests.Access;
using PilotPairing.Api.Tests.Connections;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.TestMode;

/// <summary>What a test can make happen to a link without waiting a day for it.</summary>
public sealed class SimulateLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_simulated_expiry_is_a_real_one_for_the_page_the_owner_and_every_stream()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, failureRedirectUrl = "https://a.example.com/failed" });
        await using var stream = await EventReader.Open(host, link.Token());
        (await stream.Next()).Name.Should().Be("snapshot");

        var answer = (await Simulate(link.LinkId(), "expire")).Expect(200);

        answer.GetRawText().Should().Be("{\"state\":\"CLOSE\",\"phase\":\"expired\"}");
        (await stream.Rest()).Should().ContainSingle(events => events.Name == "expired");
        (await host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Connect(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("expired");
        (await host.Events(link.LinkId(), "link.expired")).Should().ContainSingle().Which.Text("status").Should().Be("expired");
        (await host.Get($"/connect/{link.Token()}", key: "")).Text.Should().Contain("status=expired");
        (await host.Query<bool>("select token_envelope is null from pairing_links where id = @id", new { id = Scene.Uuid(link.LinkId()) }))
            .Should().BeTrue();
    }

    [Fact]
    public async Task Again_it_changes_nothing()
    {
        var link = await host.NewLink();
        (await Simulate(link.LinkId(), "expire")).Expect(200);

        (await Simulate(link.LinkId(), "expire")).Expect(200).Text("phase").Should().Be("expired");

        (await host.Events(link.LinkId(), "link.expired")).Should().ContainSingle();
    }

    [Fact]
    public async Task The_key_that_followed_the_link_goes_back()
    {
        var key = await host.NewKeyedNumber();
        var link = await host.NewLink(key: key.Key);

        (await Simulate(link.LinkId(), "expire", key.Key)).Expect(200);

        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_Meta_link_expires_too()
    {
        var link = await host.NewLink(new { provider = "META" });

        (await Simulate(link.LinkId(), "expire")).Expect(200).GetRawText().Should().Be("{\"state\":\"CLOSE\",\"phase\":\"expired\"}");

        (await host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Fact]
    public async Task A_spent_or_revoked_link_does_not_expire()
    {
        var (spent, _) = await host.OpenNumber();
        var revoked = await host.NewLink();
        (await host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);

        (await Simulate(spent.LinkId(), "expire")).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
        (await Simulate(revoked.LinkId(), "expire")).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
        (await host.Get($"/v1/links/{spent.LinkId()}")).Expect(200).Text("status").Should().Be("used");
    }

    [Theory]
    [InlineData("meta_finish")]
    [InlineData("meta_cancel")]
    [InlineData("meta_error")]
    public async Task What_happens_at_Meta_needs_a_living_link_that_leads_there(string @event)
    {
        var qr = await host.NewLink();
        var dead = await host.NewLink(new { provider = "META" });
        (await Simulate(dead.LinkId(), "expire")).Expect(200);

        (await Simulate(qr.LinkId(), @event)).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_LINK");
        (await Simulate(dead.LinkId(), @event)).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
        (await host.Info(qr.Token())).Expect(200).Text("phase").Should().Be("ready");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"event\":null}")]
    [InlineData("{\"event\":\"Expire\"}")]
    [InlineData("{\"event\":\"scan\"}")]
    [InlineData("{\"event\":1}")]
    public async Task An_event_that_no_link_knows_is_named(string body)
    {
        var link = await host.NewLink();

        (await host.Post($"/v1/test/links/{link.LinkId()}/simulate", body)).ShouldNameFields("event");
        (await host.Info(link.Token())).Expect(200);
    }

    [Fact]
    public async Task A_live_tenant_a_stranger_and_another_number_find_no_link_whatever_the_body_says()
    {
        var live = await host.NewTenant(TenantMode.Live);
        var liveLink = await host.NewLink(key: live.Key.Raw.Value);
        var link = await host.NewLink();
        var stranger = await host.NewTenant();
        var other = await host.NumberKey((await host.NewLink()).NumberId());

        foreach (var @event in (string[])["expire", "nonsense"])
        {
            (await Simulate(liveLink.LinkId(), @event, live.Key.Raw.Value)).ShouldBeRefused(404, "LINK_NOT_FOUND");
            foreach (var key in (string[])[stranger.Key.Raw.Value, other])
                (await Simulate(link.LinkId(), @event, key)).ShouldBeRefused(404, "LINK_NOT_FOUND");
            (await Simulate("lnk_00000000000000000000000000", @event)).ShouldBeRefused(404, "LINK_NOT_FOUND");
            (await Simulate(link.NumberId(), @event)).ShouldBeRefused(404, "LINK_NOT_FOUND");
        }

        (await Simulate(link.LinkId(), "expire", "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await host.Info(link.Token())).Expect(200);
        (await host.Info(liveLink.Token())).Expect(200);
    }

    private Task<Answer> Simulate(string link, string @event, string? key = null) =>
        host.Post($"/v1/test/links/{link}/simulate", new { @event }, key);
}
