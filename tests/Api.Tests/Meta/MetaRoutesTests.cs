using PilotPairing.Api.Tests.Access;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>
/// What Meta's routes refuse before Meta is called. Where no Meta app is configured, which is so for live tenants here, they say so and
/// keep nothing.
/// </summary>
public sealed class MetaRoutesTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Number =
        """{"name":"Loja","number":"+1 202 555 0123","metaPhoneId":"12025550123","wabaId":"102290129340398","accessToken":"EAAG-secret"}""";
    private const string Credentials =
        """{"phoneNumberId":"12025550123","wabaId":"102290129340398","accessToken":"EAAG-secret","pin":"123456","name":"Loja"}""";
    private const string Signup = """{"code":"AQB-secret","phoneNumberId":"12025550123","wabaId":"102290129340398","event":"FINISH"}""";

    [Fact]
    public async Task A_number_is_not_registered_without_a_Meta_app()
    {
        var tenant = await host.NewTenant(TenantMode.Live);

        (await host.Post("/v1/numbers/meta", Number, tenant.Key.Raw.Value)).ShouldBeRefused(503, "META_NOT_CONFIGURED");

        (await host.Get("/v1/numbers", tenant.Key.Raw.Value)).Expect(200).GetArrayLength().Should().Be(0);
        (await host.Query<long>("select count(*) from events where tenant_id = @id", new { id = tenant.Tenant.Id.Value })).Should().Be(0);
    }

    [Theory]
    [InlineData("metaPhoneId", "phoneNumberId")]
    [InlineData("\"metaPhoneId\":\"12025550123\"", "\"metaPhoneId\":\"12025550123\",\"phoneNumberId\":\"12025550123\"")]
    [InlineData("+1 202 555 0123", "12345678")]
    [InlineData("\"accessToken\"", "\"pin\":\"000000\",\"externalRef\":\"r\",\"metadata\":{\"a\":\"1\"},\"accessToken\"")]
    public async Task Input_that_fits_comes_as_far_as_the_missing_app(string written, string instead) =>
        (await host.Post("/v1/numbers/meta", Number.Replace(written, instead, StringComparison.Ordinal),
            (await host.NewTenant(TenantMode.Live)).Key.Raw.Value)).ShouldBeRefused(503, "META_NOT_CONFIGURED");

    [Theory]
    [InlineData("name", "\"Loja\"", "\" \"")]
    [InlineData("number", "\"+1 202 555 0123\"", "\"1234567\"")]
    [InlineData("number", "\"+1 202 555 0123\"", "\"1234567890123456\"")]
    [InlineData("metaPhoneId", "\"12025550123\"", "\"../me\"")]
    [InlineData("metaPhoneId", "\"12025550123\"", "12025550123")]
    [InlineData("metaPhoneId", "\"metaPhoneId\":\"12025550123\"", "\"x\":1")]
    [InlineData("metaPhoneId", "\"metaPhoneId\":\"12025550123\"", "\"metaPhoneId\":\"1\",\"phoneNumberId\":\"2\"")]
    [InlineData("phoneNumberId", "\"metaPhoneId\":\"12025550123\"", "\"phoneNumberId\":\"a b\"")]
    [InlineData("wabaId", "\"102290129340398\"", "\"\"")]
    [InlineData("wabaId", "\"102290129340398\"", "null")]
    [InlineData("accessToken", "\"EAAG-secret\"", "\"\"")]
    [InlineData("accessToken", "\"EAAG-secret\"", "\"two words\"")]
    [InlineData("accessToken", "\"EAAG-secret\"", "null")]
    [InlineData("pin", "\"name\"", "\"pin\":\"12345\",\"name\"")]
    [InlineData("pin", "\"name\"", "\"pin\":123456,\"name\"")]
    [InlineData("externalRef", "\"name\"", "\"externalRef\":[],\"name\"")]
    [InlineData("metadata", "\"name\"", "\"metadata\":{\"\":\"\"},\"name\"")]
    public async Task A_member_that_does_not_fit_is_named(string field, string written, string instead) =>
        (await host.Post("/v1/numbers/meta", Number.Replace(written, instead, StringComparison.Ordinal))).ShouldNameFields(field);

    [Fact]
    public async Task An_empty_body_asks_for_everything_that_is_needed() =>
        (await host.Post("/v1/numbers/meta", "{}")).ShouldNameFields("name", "number", "metaPhoneId", "wabaId", "accessToken");

    [Fact]
    public async Task A_number_key_registers_where_its_tenant_lets_it_make_numbers()
    {
        var tenant = await host.NewTenant();
        var key = await host.NewKeyedNumber(tenant.Key.Raw.Value);
        (await host.Post("/v1/numbers/meta", Number, key.Key)).Expect(201);

        (await host.Call("PATCH", "/v1/settings", new { numberKeysMayCreate = false }, tenant.Key.Raw.Value)).Expect(200);

        (await host.Post("/v1/numbers/meta", "{", key.Key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
        (await host.Post("/v1/numbers/meta", Number, "")).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Theory]
    [InlineData("embedded", "meta-embedded", Signup)]
    [InlineData("credentials", "meta-credentials", Credentials)]
    public async Task A_link_is_not_completed_without_a_Meta_app_and_stays_usable(string flow, string route, string body)
    {
        var tenant = await host.NewTenant();
        var live = tenant.Key.Raw.Value;
        var link = await host.NewLink(new { metaFlow = flow }, live);
        await host.TurnLive(tenant);

        (await host.Post($"/v1/{route}/{link.Token()}/complete", body, "")).ShouldBeRefused(503, "META_NOT_CONFIGURED");

        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
        (await host.Get($"/v1/links/{link.LinkId()}", live)).Expect(200).Text("status").Should().Be("active");
    }

    [Fact]
    public async Task Templates_are_neither_made_nor_asked_about_without_a_Meta_app()
    {
        var tenant = await host.NewTenant();
        var key = tenant.Key.Raw.Value;
        var number = (await host.Post("/v1/numbers/meta", Number, key)).Expect(201).GetProperty("instance").Text("id");
        object Template(string language) => new { numberId = number, language, body = "Olá {{name}}, conecte seu número." };
        var made = (await host.Post("/v1/templates/meta", Template("pt_BR"), key)).Expect(201).Text("id");
        await host.TurnLive(tenant);

        (await host.Post("/v1/templates/meta", Template("es"), key)).ShouldBeRefused(503, "META_NOT_CONFIGURED");
        (await host.Post($"/v1/templates/{made}/sync", null, key)).ShouldBeRefused(503, "META_NOT_CONFIGURED");

        (await host.Get("/v1/templates", key)).Expect(200).GetArrayLength().Should().Be(1, "nothing is kept");
    }

    [Theory]
    [InlineData("meta-embedded", Signup)]
    [InlineData("meta-credentials", Credentials)]
    [InlineData("meta-embedded", "{")]
    [InlineData("meta-credentials", "{}")]
    public async Task A_dead_or_unknown_token_is_no_session_whatever_the_body_says(string route, string body)
    {
        var flow = route[5..];
        var revoked = await host.NewLink(new { metaFlow = flow });
        (await host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);
        var expired = await host.NewLink(new { metaFlow = flow });
        await host.Expire(expired);
        var (spent, _) = await host.OpenNumber();

        foreach (var token in (string[])[revoked.Token(), expired.Token(), spent.Token(), "rp_" + new string('A', 43), "x"])
            (await host.Post($"/v1/{route}/{token}/complete", body, "")).ShouldBeRefused(401, "INVALID_SESSION");
    }

    [Theory]
    [InlineData("meta-embedded", "credentials")]
    [InlineData("meta-credentials", "embedded")]
    [InlineData("meta-embedded", null)]
    [InlineData("meta-credentials", null)]
    public async Task A_link_of_another_kind_is_not_completed_whatever_the_body_says(string route, string? flow)
    {
        var link = await host.NewLink(flow is null ? null : new { metaFlow = flow });

        foreach (var body in (string[])[Signup, Credentials, "{}", "{"])
            (await host.Post($"/v1/{route}/{link.Token()}/complete", body, "")).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_LINK");
    }

    [Theory]
    [InlineData("embedded", "{}", "code")]
    [InlineData("embedded", """{"code":"","phoneNumberId":"a/b","wabaId":7,"event":[]}""", "code,phoneNumberId,wabaId,event")]
    [InlineData("credentials", "{}", "phoneNumberId,wabaId,accessToken")]
    [InlineData("credentials", """{"phoneNumberId":"","wabaId":"?","accessToken":"\n","pin":"12345a","name":""}""",
        "phoneNumberId,wabaId,accessToken,pin,name")]
    public async Task Every_bad_member_of_a_completion_is_named_at_once(string flow, string body, string fields)
    {
        var link = await host.NewLink(new { metaFlow = flow });

        (await host.Post($"/v1/meta-{flow}/{link.Token()}/complete", body, "")).ShouldNameFields(fields.Split(','));
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("credentials")]
    public async Task A_body_that_cannot_be_read_is_refused_and_leaves_the_link_usable(string flow)
    {
        var link = await host.NewLink(new { metaFlow = flow });
        var path = $"/v1/meta-{flow}/{link.Token()}/complete";

        (await host.Post(path, "{", "")).ShouldBeRefused(400, "INVALID_JSON");
        (await host.Post(path, $$"""{"name":"{{new string('a', 70_000)}}"}""", "")).ShouldBeRefused(413, "TOO_LARGE");
        (await host.Post(path, new StringContent("code=1", null, "text/plain"), "")).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
    }

    [Fact]
    public async Task Completions_are_open_to_the_browsers_that_the_link_allows()
    {
        var link = await host.NewLink(new { metaFlow = "embedded", allowedOrigins = new[] { "https://a.example.com" } });

        (await host.Call("POST", $"/v1/meta-embedded/{link.Token()}/complete", Signup, "", ("Origin", "https://a.example.com")))
            .Headers["access-control-allow-origin"].Should().Be("https://a.example.com");
        (await host.Call("POST", $"/v1/meta-embedded/{link.Token()}/complete", Signup, "", ("Origin", "https://b.example.com")))
            .Headers.Should().NotContainKey("access-control-allow-origin");
    }

    [Theory]
    [InlineData("?refresh=1")]
    [InlineData("?refresh=")]
    public async Task A_number_that_was_paired_by_QR_has_nothing_to_refresh(string query)
    {
        var link = await host.NewLink();
        var plain = await host.Get($"/v1/numbers/{link.NumberId()}");

        (await host.Get($"/v1/numbers/{link.NumberId()}{query}")).Expect(200).GetRawText().Should().Be(plain.Text);
    }
}
