using System.Text.Json;
using PilotPairing.Api.Tests.Access;
using PilotPairing.Api.Tests.Connections;
using PilotPairing.Application.Links;

namespace PilotPairing.Api.Tests.Links;

/// <summary>Changing a link after it was handed out: its terms, its end, and its life after it.</summary>
public sealed class UpdateLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task What_is_sent_changes_and_the_rest_stays()
    {
        var link = await Rich();

        var changed = (await Patch(link, new { redirectUrl = "https://b.example.com/", metadata = new { b = "2" }, locale = "es" }))
            .Expect(200);

        (changed.Text("id"), changed.Text("status"), changed.Text("redirectUrl"), changed.Text("locale")).Should()
            .Be((link.LinkId(), "active", "https://b.example.com/", "es"));
        changed.GetProperty("metadata").GetRawText().Should().Be("{\"b\":\"2\"}");
        (changed.Text("failureRedirectUrl"), changed.Text("redirectState"), changed.Text("expiresAt")).Should()
            .Be(("https://a.example.com/failed", "s1", link.Text("expiresAt")));
        changed.GetProperty("branding").Text("companyName").Should().Be("Acme");
        changed.GetProperty("methods").EnumerateArray().Single().GetString().Should().Be("qr");
        (await host.Get($"/v1/links/{link.LinkId()}")).Text.Should().Be(changed.GetRawText());
    }

    [Fact]
    public async Task An_empty_body_changes_nothing()
    {
        var link = await Rich();
        var before = await host.Get($"/v1/links/{link.LinkId()}");

        (await Patch(link, "{}")).Expect(200).GetRawText().Should().Be(before.Text);
        (await Patch(link, "")).Expect(200).GetRawText().Should().Be(before.Text);
    }

    [Fact]
    public async Task Null_clears_what_can_be_left_out()
    {
        var link = await Rich();

        var cleared = (await Patch(link,
            """{"redirectUrl":null,"failureRedirectUrl":null,"branding":null,"allowedOrigins":null,"metadata":null,"locale":null}"""))
                .Expect(200);

        foreach (var member in (string[])["redirectUrl", "failureRedirectUrl", "locale"])
            cleared.GetProperty(member).ValueKind.Should().Be(JsonValueKind.Null, member);
        cleared.GetProperty("allowedOrigins").GetArrayLength().Should().Be(0);
        cleared.GetProperty("metadata").GetRawText().Should().Be("{}");
        cleared.GetProperty("branding").EnumerateObject().Should().OnlyContain(field => field.Value.ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task The_page_follows_at_once()
    {
        var link = await Rich();
        (await host.Info(link.Token())).Expect(200);

        (await Patch(link, new
        {
            branding = new { companyName = "Nova", hidePilotStatusBranding = "true" },
            allowedOrigins = new[] { "https://B.example.com" },
            locale = "en"
        })).Expect(200);

        var info = (await host.Info(link.Token())).Expect(200);
        info.Text("locale").Should().Be("en");
        info.GetProperty("branding").Text("companyName").Should().Be("Nova");
        info.GetProperty("branding").GetProperty("hidePilotStatusBranding").GetBoolean().Should().BeTrue();
        var page = await host.Get($"/connect/{link.Token()}", key: "");
        page.Text.Should().Contain("lang=\"en\"").And.Contain("Nova").And.NotContain("Acme");
        page.Headers["content-security-policy"].Should().EndWith("frame-ancestors https://b.example.com");
        (await host.Call("GET", $"/v1/remote-pairing/{link.Token()}", null, "", ("Origin", "https://a.example.com"))).Headers.Should()
            .NotContainKey("access-control-allow-origin");
    }

    [Fact]
    public async Task A_new_destination_is_where_the_customer_goes()
    {
        var (link, attempt) = await host.StartedLink(new { name = "Loja", number = Scene.Phone, redirectUrl = "https://a.example.com/" });

        (await Patch(link, new { redirectUrl = "https://b.example.com/done" })).Expect(200);
        (await host.Simulate(link.NumberId(), "scan")).Expect(200);

        (await host.Status(link.Token(), attempt)).Expect(200).Text("redirectUrl").Should()
            .StartWith("https://b.example.com/done?status=success");
    }

    [Fact]
    public async Task An_expired_link_lives_again_with_a_new_end()
    {
        var link = await host.NewLink();
        await Expired(link);
        (await host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");

        var revived = (await Patch(link, new { expiresAt = In(TimeSpan.FromHours(2)) })).Expect(200);

        (revived.Text("status"), revived.Text("phase")).Should().Be(("active", "ready"));
        (await host.Info(link.Token())).Expect(200).Text("expiresAt").Should().Be(revived.Text("expiresAt"));
        (await host.Get($"/connect/{link.Token()}", key: "")).Status.Should().Be(200);
        (await host.Connect(link.Token())).Expect(200);
        (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
    }

    [Fact]
    public async Task A_revived_link_expires_once_more_and_its_customer_may_ask_once_more()
    {
        var link = await host.NewLink();
        await Expired(link);
        await AskForNew(link);

        (await Patch(link, new { expiresAt = In(TimeSpan.FromHours(2)) })).Expect(200);
        await Expired(link);
        await AskForNew(link);

        (await host.Events(link.LinkId(), "link.expired")).Should().HaveCount(2);
        (await host.Events(link.LinkId(), "link.renewal_requested")).Should().HaveCount(2);
    }

    [Fact]
    public async Task An_expired_link_that_gets_no_new_end_stays_expired()
    {
        var link = await host.NewLink();
        await Expired(link);

        var changed = (await Patch(link, new { metadata = new { a = "1" } })).Expect(200);

        changed.Text("status").Should().Be("expired");
        changed.GetProperty("metadata").Text("a").Should().Be("1");
        (await host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Fact]
    public async Task A_key_that_went_back_when_the_link_expired_stays_there_when_it_is_revived()
    {
        var key = await host.NewKeyedNumber();
        var link = await host.NewLink(key: key.Key);
        await Expired(link);
        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(key.NumberId);

        (await Patch(link, new { expiresAt = In(TimeSpan.FromHours(2)) })).Expect(200);
        (await host.Connect(link.Token())).Expect(200);
        (await host.Simulate(link.NumberId(), "scan")).Expect(200);

        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_key_stays_with_a_link_whose_end_was_moved_in_time()
    {
        var key = await host.NewKeyedNumber();
        var link = await host.NewLink(key: key.Key);
        await host.Expire(link);

        (await host.Call("PATCH", $"/v1/links/{link.LinkId()}", new { expiresAt = In(TimeSpan.FromHours(2)) }, key.Key)).Expect(200);
        (await host.Send(new ExpireLinks())).Refusal.Should().BeNull();

        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(link.NumberId());
        (await host.Events(link.LinkId(), "link.expired")).Should().BeEmpty();
    }

    [Fact]
    public async Task An_open_page_receives_the_later_expiry_of_its_link()
    {
        var link = await host.NewLink();
        await using var stream = await EventReader.Open(host, link.Token());
        (await stream.Next()).Name.Should().Be("snapshot");

        var changed = (await Patch(link, new { expiresAt = In(TimeSpan.FromDays(3)) })).Expect(200);

        (await stream.Until("phase")).Text("expiresAt").Should().Be(changed.Text("expiresAt"));
    }

    [Fact]
    public async Task Of_many_changes_at_once_none_is_lost()
    {
        var link = await Rich();

        await Task.WhenAll(
            Patch(link, new { redirectUrl = "https://one.example.com/" }),
            Patch(link, new { failureRedirectUrl = "https://two.example.com/" }), Patch(link, new { locale = "en" }),
            Patch(link, new { metadata = new { three = "3" } }),
            Patch(link, new { allowedOrigins = new[] { "https://four.example.com" } }),
            Patch(link, new { branding = new { subtitle = "five" } }));

        var own = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        (own.Text("redirectUrl"), own.Text("failureRedirectUrl"), own.Text("locale"), own.GetProperty("metadata").Text("three"),
            own.GetProperty("branding").Text("subtitle"))
            .Should().Be(("https://one.example.com/", "https://two.example.com/", "en", "3", "five"));
        own.GetProperty("allowedOrigins")[0].GetString().Should().Be("https://four.example.com");
    }

    [Fact]
    public async Task A_spent_or_revoked_link_is_not_changed()
    {
        var (spent, _) = await host.OpenNumber();
        var revoked = await host.NewLink();
        (await host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);

        foreach (var link in (JsonElement[])[spent, revoked])
        {
            foreach (var body in (object[])["{}", new { locale = "es" }, new { expiresAt = In(TimeSpan.FromHours(1)) }])
                (await Patch(link, body)).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
            (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).GetProperty("locale").ValueKind.Should().Be(JsonValueKind.Null);
        }
    }

    [Theory]
    [InlineData("expiresAt", "null")]
    [InlineData("expiresAt", "\"soon\"")]
    [InlineData("expiresAt", "1767225600")]
    [InlineData("expiresAt", "\"2001-01-01T00:00:00Z\"")]
    [InlineData("expiresAt", "\"9999-01-01T00:00:00Z\"")]
    [InlineData("redirectUrl", "\"http://example.com\"")]
    [InlineData("redirectUrl", "\"\"")]
    [InlineData("failureRedirectUrl", "\"javascript:alert(1)\"")]
    [InlineData("branding", "\"Acme\"")]
    [InlineData("branding.primaryColor", "{\"primaryColor\":\"red\"}")]
    [InlineData("branding.hidePilotStatusBranding", "{\"hidePilotStatusBranding\":1}")]
    [InlineData("allowedOrigins", "[]")]
    [InlineData("allowedOrigins", "[\"https://a.example.com/x\"]")]
    [InlineData("metadata", "{\"\":\"v\"}")]
    [InlineData("locale", "\"fr\"")]
    [InlineData("locale", "true")]
    public async Task A_member_that_does_not_fit_is_named_and_nothing_changes(string field, string value)
    {
        var link = await Rich();
        var before = await host.Get($"/v1/links/{link.LinkId()}");

        (await Patch(link, $"{{\"redirectUrl\":\"https://new.example.com/\",\"metadata\":{{\"new\":\"1\"}},\"{field.Split('.')[0]}\":{value}}}")).ShouldNameFields(field);

        (await host.Get($"/v1/links/{link.LinkId()}")).Text.Should().Be(before.Text);
    }

    [Fact]
    public async Task Every_bad_member_is_named_at_once()
    {
        var link = await host.NewLink();

        (await Patch(link, """{"expiresAt":"2001-01-01T00:00:00Z","redirectUrl":"x","failureRedirectUrl":5,"branding":{"subtitle":""},"allowedOrigins":[],"metadata":[],"locale":"x"}"""))
            .ShouldNameFields("expiresAt", "redirectUrl", "failureRedirectUrl", "branding.subtitle", "allowedOrigins", "metadata",
                "locale");
    }

    [Fact]
    public async Task A_link_lasts_thirty_days_from_its_newest_token()
    {
        var link = await host.NewLink();
        await host.Execute("update pairing_links set created_at = created_at - interval '29 days' where id = @id",
            new { id = Scene.Uuid(link.LinkId()) });
        (await Patch(link, new { expiresAt = In(TimeSpan.FromDays(2)) })).ShouldNameFields("expiresAt");

        (await host.Post($"/v1/links/{link.LinkId()}/rotate")).Expect(200);

        (await Patch(link, new { expiresAt = In(TimeSpan.FromDays(29)) })).Expect(200);
        (await Patch(link, new { expiresAt = In(TimeSpan.FromDays(31)) })).ShouldNameFields("expiresAt");
    }

    [Fact]
    public async Task A_link_of_nobody_or_of_somebody_else_is_not_found_whatever_the_body_says()
    {
        var link = await host.NewLink();
        var stranger = await host.NewTenant();
        var other = await host.NumberKey((await host.NewLink()).NumberId());

        foreach (var id in (string[])["lnk_00000000000000000000000000", "x", link.NumberId()])
            (await host.Call("PATCH", $"/v1/links/{id}", "{\"locale\":5}")).ShouldBeRefused(404, "LINK_NOT_FOUND");
        foreach (var key in (string[])[stranger.Key.Raw.Value, other])
            (await host.Call("PATCH", $"/v1/links/{link.LinkId()}", new { expiresAt = In(TimeSpan.FromDays(90)) }, key))
                .ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Call("PATCH", $"/v1/links/{link.LinkId()}", "{}", "")).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    private static string In(TimeSpan time) => (TimeProvider.System.GetUtcNow() + time).ToString("O");

    private Task<JsonElement> Rich() => host.NewLink(new
    {
        name = "Loja",
        number = Scene.Phone,
        redirectUrl = "https://a.example.com/done",
        failureRedirectUrl = "https://a.example.com/failed",
        redirectState = "s1",
        branding = new { companyName = "Acme" },
        allowedOrigins = new[] { "https://a.example.com" },
        metadata = new { a = "1" },
        locale = "pt-BR",
        methods = new[] { "qr" },
    });

    private Task<Answer> Patch(JsonElement link, object body) => host.Call("PATCH", $"/v1/links/{link.LinkId()}", body);

    private async Task Expired(JsonElement link)
    {
        await host.Expire(link);
        (await host.Send(new ExpireLinks())).Refusal.Should().BeNull();
    }

    private async Task AskForNew(JsonElement link) =>
        (await host.Post($"/v1/remote-pairing/{link.Token()}/report", new { kind = "new_link" }, "")).Expect(204);
}
