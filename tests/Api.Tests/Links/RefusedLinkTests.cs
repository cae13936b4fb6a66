using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Links;

/// <summary>Which members of a link's body are refused, by their names on the wire and all at once.</summary>
public sealed class RefusedLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Route = "/v1/numbers/remote-pairing";

    [Theory]
    [InlineData("name", "\"\"")]
    [InlineData("name", "\"   \"")]
    [InlineData("name", "null")]
    [InlineData("name", "7")]
    [InlineData("name", "\"a\\u0007b\"")]
    [InlineData("name", "\"\\ud800\"")]
    [InlineData("number", "null")]
    [InlineData("number", "5511999999999")]
    [InlineData("number", "\"123456789\"")]
    [InlineData("number", "\"1234567890123456\"")]
    [InlineData("number", "\"05511999999999\"")]
    [InlineData("number", "\"+55 11 9999x-9999\"")]
    [InlineData("provider", "\"WAHA\"")]
    [InlineData("provider", "\"meta\"")]
    [InlineData("provider", "1")]
    [InlineData("metaFlow", "\"coexistence\"")]
    [InlineData("linkToApiKey", "\"yes\"")]
    [InlineData("sendViaWhatsApp", "1")]
    [InlineData("branding", "\"blue\"")]
    [InlineData("branding.primaryColor", "{\"primaryColor\":\"blue\"}")]
    [InlineData("branding.companyName", "{\"companyName\":\"1234567890123456789012345678901234567890123456789012345678901\"}")]
    [InlineData("branding.logoUrl", "{\"logoUrl\":\"javascript:alert(1)\"}")]
    [InlineData("branding.supportUrl", "{\"supportUrl\":\"http://example.com\"}")]
    [InlineData("branding.hidePilotStatusBranding", "{\"hidePilotStatusBranding\":\"no\"}")]
    [InlineData("brandingOverride.backgroundColor", "{\"backgroundColor\":\"#12345\"}")]
    [InlineData("redirectUrl", "\"/done\"")]
    [InlineData("redirectUrl", "\"//evil.example\"")]
    [InlineData("redirectUrl", "\"http://example.com\"")]
    [InlineData("redirectUrl", "\"https://user@example.com\"")]
    [InlineData("failureRedirectUrl", "\"javascript:alert(1)\"")]
    [InlineData("externalRef", "5")]
    [InlineData("externalRef", "\"a\\u0000b\"")]
    [InlineData("redirectState", "\"a\\u0000b\"")]
    [InlineData("metadata", "[]")]
    [InlineData("metadata", "{\"a\":null}")]
    [InlineData("metadata.a", "{\"a\":\"\\u0000\"}")]
    [InlineData("metadata.a", "{\"a\":1}")]
    [InlineData("expiresInSeconds", "299")]
    [InlineData("expiresInSeconds", "2592001")]
    [InlineData("expiresInSeconds", "300.5")]
    [InlineData("expiresInSeconds", "\"300\"")]
    [InlineData("expiresInSeconds", "99999999999")]
    [InlineData("locale", "\"fr\"")]
    [InlineData("locale", "\"pt-br\"")]
    [InlineData("allowedOrigins", "[]")]
    [InlineData("allowedOrigins", "[null]")]
    [InlineData("allowedOrigins", "[\"http://example.com\"]")]
    [InlineData("allowedOrigins", "[\"https://example.com/path\"]")]
    [InlineData("allowedOrigins", "[\"https://*.example.com\"]")]
    [InlineData("allowedOrigins", "\"https://example.com\"")]
    [InlineData("methods", "[]")]
    [InlineData("methods", "[\"qr\",\"qr\"]")]
    [InlineData("methods", "[\"sms\"]")]
    [InlineData("methods", "[null]")]
    [InlineData("numberPolicy", "\"lax\"")]
    [InlineData("reconnect", "\"num_1\"")]
    [InlineData("reconnect.numberId", "{}")]
    [InlineData("reconnect.numberId", "{\"numberId\":5}")]
    public async Task A_member_that_does_not_fit_is_named(string field, string value)
    {
        var member = field.Split('.')[0];
        var required = new Dictionary<string, string> { ["name"] = "\"Loja\"", ["number"] = "\"+5511999999999\"" };
        required[member] = value;
        var body = "{" + string.Join(',', required.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";

        (await host.Post(Route, body)).ShouldNameFields(field);
    }

    [Fact]
    public async Task Every_bad_member_is_named_at_once_whether_its_type_or_its_value_is_wrong()
    {
        var answer = await host.Post(
            Route,
            """
            {"name":"","number":"1","sendViaWhatsApp":3,"branding":{"primaryColor":"x","subtitle":""},"expiresInSeconds":"soon","locale":"xx","redirectUrl":"x",
             "failureRedirectUrl":"y","allowedOrigins":["z"],"methods":[],"numberPolicy":"q","metadata":[],"externalRef":{}}
            """);

        answer.ShouldNameFields(
            "name", "number", "sendViaWhatsApp", "branding.primaryColor", "branding.subtitle", "expiresInSeconds", "locale", "redirectUrl",
            "failureRedirectUrl", "allowedOrigins", "methods",
            "numberPolicy", "metadata", "externalRef");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task An_empty_body_asks_for_a_name_and_a_number(string body) =>
        (await host.Post(Route, body)).ShouldNameFields("name", "number");

    [Fact]
    public async Task Long_labels_are_refused()
    {
        var answer = await host.Post(Route, new
        {
            name = new string('n', 121),
            number = Scene.Phone,
            externalRef = new string('r', 201),
            redirectState = new string('s', 513),
            redirectUrl = "https://example.com/" + new string('u', 2048),
            metadata = new Dictionary<string, string> { [new string('k', 41)] = "v" },
            allowedOrigins = Enumerable.Range(1, 21).Select(i => $"https://host{i}.example.com"),
        });

        answer.ShouldNameFields("name", "externalRef", "redirectState", "redirectUrl", "metadata", "allowedOrigins");
    }

    [Fact]
    public async Task Long_labels_that_just_fit_are_taken()
    {
        await host.NewLink(new
        {
            name = string.Concat(Enumerable.Repeat("😀", 120)),
            number = Scene.Phone,
            externalRef = new string('r', 200),
            redirectState = new string('s', 512),
            metadata = Enumerable.Range(1, 50).ToDictionary(i => $"{i}".PadLeft(40, 'k'), _ => new string('v', 500)),
            allowedOrigins = Enumerable.Range(1, 20).Select(i => $"https://host{i}.example.com"),
        });
    }

    [Theory]
    [InlineData("""{"name":"L","number":"+5511999999999","provider":"PILOT_STATUS","metaFlow":"embedded"}""", "metaFlow")]
    [InlineData("""{"name":"L","number":"+5511999999999","branding":{"subtitle":"a"},"brandingOverride":{"subtitle":"b"}}""", "branding")]
    [InlineData("""{"name":"L","number":"+5511999999999","branding":{},"brandingOverride":{"subtitle":"b"}}""", "branding")]
    public async Task Members_that_contradict_each_other_are_refused(string body, string field) =>
        (await host.Post(Route, body)).ShouldNameFields(field);

    [Fact]
    public async Task Plain_http_on_localhost_is_for_test_mode_alone()
    {
        var body = new { name = "Loja", number = Scene.Phone, redirectUrl = "http://localhost:3000/done" };
        await host.NewLink(body);

        var live = await host.NewTenant(TenantMode.Live);
        (await host.Post(Route, body, live.Key.Raw.Value)).ShouldNameFields("redirectUrl");
    }

    [Fact]
    public async Task A_refused_link_leaves_nothing_behind()
    {
        var tenant = await host.NewTenant();
        (await host.Post(Route, new { name = "Loja", number = Scene.Phone, locale = "xx" }, tenant.Key.Raw.Value))
            .ShouldNameFields("locale");

        (await host.Query<long>(
            "select (select count(*) from numbers where tenant_id = @id) + (select count(*) from events where tenant_id = @id)",
            new { id = tenant.Tenant.Id.Value })).Should().Be(0);
    }
}
