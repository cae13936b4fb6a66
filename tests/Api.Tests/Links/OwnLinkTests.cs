using System.Text.Json;

namespace PilotPairing.Api.Tests.Links;

/// <summary>A link in the hands of the SaaS that made it: reading, revoking and rotating it.</summary>
public sealed class OwnLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_new_link_reads_as_active_and_without_its_token()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, externalRef = "r1", metadata = new { a = "1" } });

        var own = await Read(link);
        own.Text("id").Should().Be(link.LinkId());
        own.Text("status").Should().Be("active");
        own.Text("phase").Should().Be("ready");
        own.Text("numberId").Should().Be(link.NumberId());
        own.GetProperty("opens").GetInt32().Should().Be(0);
        own.GetProperty("attempts").GetInt32().Should().Be(0);
        own.GetProperty("delivery").GetArrayLength().Should().Be(0);
        own.GetProperty("funnel").EnumerateObject().Should().OnlyContain(step => step.Value.ValueKind == JsonValueKind.Null);
        own.Text("externalRef").Should().Be("r1");
        own.Has("failureReason").Should().BeFalse("nothing failed");
        own.GetRawText().Should().NotContain(link.Token()).And.NotContain("rp_");
    }

    [Fact]
    public async Task The_funnel_shows_how_far_a_customer_came()
    {
        var (link, _) = await host.OpenNumber();

        var own = await Read(link);
        own.Text("status").Should().Be("used");
        own.Text("phase").Should().Be("connected");
        own.GetProperty("attempts").GetInt32().Should().Be(1);
        foreach (var step in (string[])["openedAt", "startedAt", "scannedAt", "connectedAt"])
            own.GetProperty("funnel").GetProperty(step).ValueKind.Should().Be(JsonValueKind.String, step);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/revoke")]
    [InlineData("POST", "/rotate")]
    public async Task A_link_of_nobody_or_of_somebody_else_is_not_found(string method, string act)
    {
        var link = await host.NewLink();
        var stranger = await host.NewTenant();
        var other = await host.NumberKey((await host.NewLink()).NumberId());

        foreach (var id in (string[])["lnk_00000000000000000000000000", "num_00000000000000000000000000", "x", link.NumberId()])
            (await host.Call(method, $"/v1/links/{id}{act}")).ShouldBeRefused(404, "LINK_NOT_FOUND");
        foreach (var key in (string[])[stranger.Key.Raw.Value, other])
            (await host.Call(method, $"/v1/links/{link.LinkId()}{act}", null, key)).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Call(method, $"/v1/links/{link.LinkId()}{act}", null, "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await Read(link)).Text("status").Should().Be("active");
    }

    [Fact]
    public async Task Revoking_kills_the_link_at_once_and_again_changes_nothing()
    {
        var (link, _) = await host.StartedLink();

        (await Act(link, "revoke")).Expect(200).Text("status").Should().Be("revoked");
        (await host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Status(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Connect(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await Act(link, "revoke")).Expect(200).Text("status").Should().Be("revoked");
        (await host.Events(link.LinkId(), "link.revoked")).Should().ContainSingle();
    }

    [Fact]
    public async Task Revoking_ends_what_its_customer_was_about_to_scan()
    {
        var (link, _) = await host.StartedLink();

        (await Act(link, "revoke")).Expect(200);

        (await host.Get($"/v1/numbers/{link.NumberId()}/status")).Expect(200).Text("state").Should().Be("CLOSE");
        await Scene.Eventually(async () => (await host.Simulate(link.NumberId(), "scan")).Status == 409);
        (await host.Events(link.NumberId(), "number.connected")).Should().BeEmpty();
    }

    [Fact]
    public async Task Revoking_a_spent_link_changes_nothing()
    {
        var (link, _) = await host.OpenNumber();

        (await Act(link, "revoke")).Expect(200).Text("status").Should().Be("used");
        (await host.Status(link.Token())).Expect(200).Text("state").Should().Be("OPEN");
    }

    [Fact]
    public async Task Revoking_one_link_leaves_the_attempt_of_another_alone()
    {
        var (link, _) = await host.StartedLink();
        var other = await host.NewLink(new { reconnect = new { numberId = link.NumberId() } });

        (await Act(other, "revoke")).Expect(200);

        (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
    }

    [Fact]
    public async Task Rotating_gives_a_new_token_and_kills_the_old_one()
    {
        var link = await host.NewLink();

        var rotated = (await Act(link, "rotate", new { expiresInSeconds = 600 })).Expect(200);

        rotated.LinkId().Should().Be(link.LinkId());
        rotated.Text("remotePairingUrl").Should().EndWith("/connect/" + rotated.Token());
        (rotated.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).Should()
            .BeCloseTo(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));
        (await host.Info(rotated.Token())).Expect(200);
        (await host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Connect(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Status(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Connect(rotated.Token())).Expect(200);
    }

    [Fact]
    public async Task Rotating_revives_an_expired_link()
    {
        var link = await host.NewLink();
        await host.Expire(link);
        (await Read(link)).Text("status").Should().Be("expired");

        var rotated = (await Act(link, "rotate")).Expect(200);

        (await Read(link)).Text("status").Should().Be("active");
        (await host.Info(rotated.Token())).Expect(200);
        (rotated.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).Should()
            .BeCloseTo(TimeSpan.FromDays(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_spent_link_is_not_rotated()
    {
        var (link, _) = await host.OpenNumber();

        (await Act(link, "rotate")).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
    }

    [Fact]
    public async Task A_revoked_link_is_not_rotated()
    {
        var link = await host.NewLink();
        (await Act(link, "revoke")).Expect(200);

        (await Act(link, "rotate")).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
    }

    [Theory]
    [InlineData(299)]
    [InlineData(2_592_001)]
    [InlineData("600")]
    public async Task A_rotation_is_bounded_as_a_new_link_is(object seconds)
    {
        var link = await host.NewLink();

        (await Act(link, "rotate", new { expiresInSeconds = seconds })).ShouldNameFields("expiresInSeconds");
        (await host.Info(link.Token())).Expect(200);
    }

    [Fact]
    public async Task A_broken_rotation_of_an_unknown_link_is_not_found() =>
        (await host.Post("/v1/links/lnk_00000000000000000000000000/rotate", "{")).ShouldBeRefused(404, "LINK_NOT_FOUND");

    private async Task<JsonElement> Read(JsonElement link) => (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);

    private Task<Answer> Act(JsonElement link, string act, object? body = null) => host.Post($"/v1/links/{link.LinkId()}/{act}", body);
}
