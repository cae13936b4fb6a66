namespace PilotPairing.Api.Tests.Access;

/// <summary>Which origins a browser lets read a link's public routes; keyed routes let none.</summary>
public sealed class CorsTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string AllowOrigin = "access-control-allow-origin";
    private static readonly string[] Paths = ["/v1/remote-pairing/{0}", "/v1/remote-pairing/{0}/status", "/v1/connect/{0}/branding"];

    [Fact]
    public async Task Without_lists_everybody_may_read()
    {
        var token = (await api.NewLink()).Text("remotePairingToken");

        foreach (var path in Paths)
            (await From("https://anywhere.example", "GET", path, token)).Headers[AllowOrigin].Should().Be("*");
    }

    [Fact]
    public async Task The_links_list_decides()
    {
        var link = await api.NewLink(new { name = "Loja", number = "+5511999999999", allowedOrigins = new[] { "https://shop.example" } });

        foreach (var path in Paths)
        {
            var allowed = await From("https://shop.example", "GET", path, link.Text("remotePairingToken"));
            allowed.Headers[AllowOrigin].Should().Be("https://shop.example");
            allowed.Headers["vary"].Should().Contain("Origin");
            allowed.Headers.Should().NotContainKey("access-control-allow-credentials");
            (await From("https://other.example", "GET", path, link.Text("remotePairingToken"))).Headers.Should().NotContainKey(AllowOrigin);
        }
    }

    [Fact]
    public async Task Where_the_link_has_none_the_tenants_list_decides_from_the_moment_it_is_set()
    {
        var key = (await api.NewTenant()).Key.Raw.Value;
        var token = (await api.NewLink(key: key)).Text("remotePairingToken");
        (await From("https://other.example", "GET", Paths[0], token)).Headers[AllowOrigin].Should().Be("*");

        (await api.Call("PATCH", "/v1/settings", """{"embedOrigins":["https://app.example"]}""", key)).Expect(200);

        (await From("https://app.example", "GET", Paths[0], token)).Headers[AllowOrigin].Should().Be("https://app.example");
        (await From("https://other.example", "GET", Paths[0], token)).Headers.Should().NotContainKey(AllowOrigin);
    }

    [Theory]
    [InlineData("/v1/remote-pairing/{0}", "GET")]
    [InlineData("/v1/remote-pairing/{0}/connect", "POST")]
    [InlineData("/v1/remote-pairing/{0}/status", "GET")]
    [InlineData("/v1/remote-pairing/{0}/events", "GET")]
    [InlineData("/v1/connect/{0}/branding", "GET")]
    public async Task A_browser_is_answered_before_it_sends(string path, string method)
    {
        var link = await api.NewLink(new { name = "Loja", number = "+5511999999999", allowedOrigins = new[] { "https://shop.example" } });

        var asked = await Preflight("https://shop.example", path, link.Text("remotePairingToken"), method);

        asked.Status.Should().Be(204);
        asked.Headers[AllowOrigin].Should().Be("https://shop.example");
        asked.Headers["access-control-allow-methods"].Should().Contain(method);
        asked.Headers["access-control-allow-headers"].Should().Contain("content-type").And.Contain("x-pairing-attempt");
        (await Preflight("https://other.example", path, link.Text("remotePairingToken"), method)).Headers.Should()
            .NotContainKey(AllowOrigin);
    }

    [Fact]
    public async Task A_dead_link_lets_its_404_be_read_and_nothing_else_be_known()
    {
        var unknown = await From("https://other.example", "GET", Paths[0], "rp_" + new string('A', 43));

        unknown.ShouldBeRefused(404, "LINK_NOT_FOUND");
        unknown.Headers[AllowOrigin].Should().Be("*");
    }

    [Fact]
    public async Task Keyed_routes_never_answer_another_origin()
    {
        (await api.Call("GET", "/v1/me", null, null, ("Origin", "https://a.example"))).Headers.Keys.Should()
            .NotContain(name => name.StartsWith("access-control", StringComparison.Ordinal));
        (await Preflight("https://a.example", "/v1/me", "", "GET")).Headers.Keys.Should()
            .NotContain(name => name.StartsWith("access-control", StringComparison.Ordinal));
        (await Preflight("https://a.example", "/v1/numbers/remote-pairing", "", "POST")).Headers.Keys.Should()
            .NotContain(name => name.StartsWith("access-control", StringComparison.Ordinal));
    }

    private Task<Answer> From(string origin, string method, string path, string token) =>
        api.Call(method, string.Format(null, path, token), null, "", ("Origin", origin));

    private Task<Answer> Preflight(string origin, string path, string token, string method) => api.Call(
        "OPTIONS", string.Format(null, path, token), null, "", ("Origin", origin), ("Access-Control-Request-Method", method),
        ("Access-Control-Request-Headers", "content-type"));
}
