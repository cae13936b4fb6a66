using System.Text.Json.Nodes;

namespace PilotPairing.Api.Tests.Links;

/// <summary>What the holder of a link may read of it, and that a dead link reveals nothing.</summary>
public sealed class LinkPageTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_page_gets_the_customer_s_data_and_nothing_of_the_tenant_s()
    {
        var link = await host.NewLink(new
        {
            name = "Loja",
            number = Scene.Phone,
            externalRef = "secret-ref",
            metadata = new { secret = "secret-value" },
            redirectUrl = "https://secret.example.com",
            redirectState = "secret-state",
            locale = "en",
        });

        var answer = await host.Info(link.Token());
        var info = answer.Expect(200);
        info.GetProperty("valid").GetBoolean().Should().BeTrue();
        info.Text("name").Should().Be("Loja");
        info.Text("maskedNumber").Should().Be("+551199****9999");
        info.Text("state").Should().Be("CLOSE");
        info.Text("provider").Should().Be("PILOT_STATUS");
        info.Text("phase").Should().Be("ready");
        info.Text("locale").Should().Be("en");
        info.Text("expiresAt").Should().Be(link.Text("expiresAt"));
        info.GetProperty("methods").EnumerateArray().Select(method => method.GetString()).Should().Equal("qr", "code");
        answer.Text.Should().NotContain(Scene.Phone).And.NotContain("secret").And.NotContain(link.NumberId()).And.NotContain(link.Token());
    }

    [Fact]
    public async Task Branding_is_resolved_and_the_same_by_itself_as_in_the_info()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, branding = new { primaryColor = "#112233" } });

        var branding = (await host.Get($"/v1/connect/{link.Token()}/branding", key: "")).Expect(200).GetProperty("branding");
        branding.Text("primaryColor").Should().Be("#112233");
        branding.Text("companyName").Should().Be("Connect WhatsApp");
        branding.Text("subtitle").Should().Be("WhatsApp connection");
        branding.EnumerateObject().Should().HaveCount(13);
        var info = (await host.Info(link.Token())).Expect(200);
        JsonNode.DeepEquals(JsonNode.Parse(info.GetProperty("branding").GetRawText()), JsonNode.Parse(branding.GetRawText())).Should()
            .BeTrue();
    }

    [Fact]
    public async Task A_page_that_hides_the_product_does_not_name_it()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, branding = new { hidePilotStatusBranding = true } });

        (await host.Info(link.Token())).Text.Should().NotContain("Pilot Status");
    }

    [Theory]
    [InlineData("en", "Tap <b>Chrome (simulated)</b>")]
    [InlineData("es", "Toca <b>Chrome (simulated)</b>")]
    [InlineData("pt-BR", "Toque em <b>Chrome (simulated)</b>")]
    public async Task The_receipt_names_the_device_that_the_phone_lists(string language, string step)
    {
        var (link, _) = await host.OpenNumber();

        (await host.Get($"/connect/{link.Token()}?lang={language}", key: "")).Text.Should().Contain(step);
    }

    [Fact]
    public async Task Meta_links_have_branding_too()
    {
        var link = await host.NewLink(new { provider = "META" });

        (await host.Get($"/v1/connect/{link.Token()}/branding", key: "")).Expect(200).GetProperty("branding").Text("companyName").Should()
            .NotBeEmpty();
    }

    [Fact]
    public async Task Dead_links_of_every_kind_are_indistinguishable_from_unknown_ones()
    {
        var expired = await host.NewLink();
        await host.Expire(expired);
        var revoked = await host.NewLink();
        (await host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);
        var rotated = await host.NewLink();
        (await host.Post($"/v1/links/{rotated.LinkId()}/rotate")).Expect(200);
        var (spent, _) = await host.OpenNumber();
        await host.Rewrite("update pairing_links set used_at = now() - interval '15 minutes' where id = @id", spent.LinkId());
        var removed = await host.NewLink();
        (await host.Call("DELETE", $"/v1/numbers/{removed.NumberId()}")).Expect(200);
        var never = "rp_" + new string('A', 43);

        foreach (var token in (string[])[expired.Token(), revoked.Token(), rotated.Token(), spent.Token(), removed.Token(), never, "rp_x",
            never + "A", "x'--"])
        {
            foreach (var (method, path) in Routes(token))
            {
                var answer = await host.Call(method, path, null, "");
                answer.ShouldBeRefused(404, "LINK_NOT_FOUND");
                answer.Text.Should().StartWith("""{"error":"Not found","code":"LINK_NOT_FOUND","requestId":""", $"{method} {path}");
            }
        }
    }

    [Fact]
    public async Task A_dead_link_is_reported_before_a_broken_body()
    {
        var never = "rp_" + new string('A', 43);

        (await host.Connect(never, "{")).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Post($"/v1/remote-pairing/{never}/report", new { kind = "x" }, "")).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Fact]
    public async Task The_info_and_branding_of_a_fresh_success_are_gone()
    {
        var (link, attempt) = await host.OpenNumber();

        (await host.Call("GET", $"/v1/remote-pairing/{link.Token()}", null, "", ("x-pairing-attempt", attempt)))
            .ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Get($"/v1/connect/{link.Token()}/branding", key: "")).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Fact]
    public async Task A_key_that_is_sent_along_is_ignored()
    {
        var link = await host.NewLink();

        (await host.Get($"/v1/remote-pairing/{link.Token()}", key: "ps_wrong")).Expect(200);
    }

    [Fact]
    public async Task Reading_a_link_changes_nothing()
    {
        var link = await host.NewLink();
        var before = await Everything(link.LinkId());

        foreach (var method in (string[])["GET", "HEAD"])
        {
            foreach (var path in (string[])["", "/status"])
                (await host.Call(method, $"/v1/remote-pairing/{link.Token()}{path}", null, "")).Status.Should().Be(200);
            await host.Call(method, $"/connect/{link.Token()}", null, "");
            await host.Call(method, $"/v1/connect/{link.Token()}/branding", null, "");
        }

        (await Everything(link.LinkId())).Should().Be(before);
        (await host.Events(link.LinkId(), "link.opened")).Should().BeEmpty();
    }

    private Task<string> Everything(string link) => host.Query<string>(
        "select l::text || n::text || (select count(*) from pairing_attempts a where a.number_id = n.id) from pairing_links l join numbers n on n.id = l.number_id where l.id = @id",
        new { id = Scene.Uuid(link) });

    private static (string Method, string Path)[] Routes(string token) =>
    [
        ("GET", $"/v1/remote-pairing/{token}"), ("GET", $"/v1/remote-pairing/{token}/status"),
        ("GET", $"/v1/remote-pairing/{token}/events"),
        ("POST", $"/v1/remote-pairing/{token}/connect"), ("POST", $"/v1/remote-pairing/{token}/report"),
        ("GET", $"/v1/connect/{token}/branding"),
    ];
}
