using System.Text.Json;

namespace PilotPairing.Api.Tests.Links;

/// <summary>What a tenant decides for the pages of all its links, where the link itself says nothing.</summary>
public sealed class PageSettingsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_tenant_s_origins_frame_its_pages_and_a_link_s_own_go_first()
    {
        var (plain, own, credentials, key) = await Links();
        (await Framers(credentials)).Should().Be("'none'");

        await Set(key, new { embedOrigins = new[] { "https://app.example.com", "https://b.example.com" } });

        (await Framers(plain)).Should().Be("https://app.example.com https://b.example.com");
        (await Framers(credentials)).Should().Be("https://app.example.com https://b.example.com");
        (await Framers(own)).Should().Be("https://own.example.com");
        (await Parent(plain, "https://app.example.com")).Should().BeTrue();
        (await Parent(plain, "https://evil.example.com")).Should().BeFalse();
        (await Parent(own, "https://app.example.com")).Should().BeFalse();

        await Set(key, new { embedOrigins = (object?)null });
        (await Framers(plain)).Should().StartWith("https: ");
    }

    [Theory]
    [InlineData("https://own.example.com", true)]
    [InlineData("https://OWN.example.com:443", true)]
    [InlineData("https://own.example.com:8443", false)]
    [InlineData("https://own.example.com.", false)]
    [InlineData("https://own.example.com.evil.example", false)]
    [InlineData("https://own.example", false)]
    [InlineData("https://a.own.example.com", false)]
    [InlineData("https://example.com", false)]
    [InlineData("http://own.example.com", false)]
    [InlineData("https://own.example.com@evil.example", false)]
    [InlineData("https://own.example.com/", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData("*", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public async Task Only_the_very_origin_that_is_named_is_talked_to(string parent, bool isTalkedTo)
    {
        var (_, own, _, _) = await Links();

        var page = await Page(own, "?embed=1&parentOrigin=" + Uri.EscapeDataString(parent));

        page.Should().Contain(isTalkedTo ? "data-parent=\"https://own.example.com\"" : "data-parent=\"\"");
        (await Page(own, "?parentOrigin=https%3A%2F%2Fown.example.com")).Should().Contain("data-parent=\"\"", "it is not embedded");
    }

    [Fact]
    public async Task Where_nobody_is_named_any_secure_site_may_frame_a_page_and_this_machine_one_of_test_mode_but_none_the_form_for_credentials()
    {
        var (plain, _, credentials, _) = await Links();
        var tenant = await host.NewTenant();
        var live = await host.NewLink(new { provider = "META" }, tenant.Key.Raw.Value);
        await host.TurnLive(tenant);

        (await Framers(live)).Should().Be("https:");
        (await Framers(plain)).Should().Be("https: http://localhost:* http://127.0.0.1:*");
        foreach (var (parent, test, production) in new[] { ("https://any.example.com", true, true), ("http://localhost:3000", true, false),
            ("http://127.0.0.1:3000", true, false), ("http://any.example.com", false, false) })
        {
            (await Parent(plain, parent)).Should().Be(test, parent);
            (await Parent(live, parent)).Should().Be(production, parent);
            (await Parent(credentials, parent)).Should().BeFalse(parent);
        }
    }

    [Fact]
    public async Task A_tenant_may_keep_its_pages_from_being_dressed_by_their_address()
    {
        var (plain, _, _, key) = await Links();
        (await Page(plain, "?companyName=Dressed&lang=en")).Should().Contain("Dressed");

        await Set(key, new { allowQueryBranding = false });

        (await Page(plain, "?companyName=Dressed&lang=en")).Should().NotContain("Dressed")
            .And.Contain("lang=\"en\"", "the language is no branding");
    }

    [Fact]
    public async Task A_tenant_s_language_stands_behind_the_link_s_and_the_browser_s()
    {
        var (plain, own, _, key) = await Links();
        (await Page(plain)).Should().Contain("<html lang=\"en\"", "nobody named a language");
        await Set(key, new { defaultLocale = "es" });

        (await Page(plain)).Should().Contain("<html lang=\"es\"");
        (await Page(own)).Should().Contain("<html lang=\"en\"");
        (await Page(plain, "?lang=pt-BR")).Should().Contain("<html lang=\"pt-BR\"");
        (await host.Call("GET", $"/connect/{plain.Token()}", null, "", ("Accept-Language", "en"))).Text.Should()
            .Contain("<html lang=\"en\"");
        (await host.Call("GET", $"/connect/{plain.Token()}", null, "", ("Accept-Language", "fr"))).Text.Should()
            .Contain("<html lang=\"es\"");
    }

    [Fact]
    public async Task Meta_s_window_may_report_back_to_the_page_of_its_link_alone()
    {
        var (plain, _, credentials, _) = await Links();

        (await host.Get($"/connect/{plain.Token()}", key: "")).Headers["cross-origin-opener-policy"].Should().Be("same-origin");
        (await host.Get($"/connect/{credentials.Token()}", key: "")).Headers["cross-origin-opener-policy"].Should()
            .Be("same-origin-allow-popups");
    }

    private async Task<(JsonElement Plain, JsonElement Own, JsonElement Credentials, string Key)> Links()
    {
        var key = (await host.NewTenant()).Key.Raw.Value;
        return (
            await host.NewLink(key: key),
            await host.NewLink(new
            {
                name = "Loja",
                number = Scene.Phone,
                allowedOrigins = new[] { "https://own.example.com" },
                locale = "en"
            }, key),
            await host.NewLink(new { metaFlow = "credentials" }, key),
            key);
    }

    private async Task Set(string key, object settings) => (await host.Call("PATCH", "/v1/settings", settings, key)).Expect(200);

    private async Task<string> Page(JsonElement link, string query = "") =>
        (await host.Get($"/connect/{link.Token()}{query}", key: "")).Text;

    private async Task<string> Framers(JsonElement link) =>
        (await host.Get($"/connect/{link.Token()}", key: "")).Headers["content-security-policy"].Split("frame-ancestors ")[1];

    /// <summary>Whether the page would talk to a parent of this origin.</summary>
    private async Task<bool> Parent(JsonElement link, string origin) =>
        (await Page(link, "?embed=1&parentOrigin=" + Uri.EscapeDataString(origin)))
            .Contains($"data-parent=\"{origin}\"", StringComparison.Ordinal);
}
