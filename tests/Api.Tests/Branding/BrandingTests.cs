using PilotPairing.Api.Tests.Access;

namespace PilotPairing.Api.Tests.Branding;

/// <summary>A tenant's branding merges: what is left out stays, null clears, a refused change leaves everything.</summary>
public sealed class BrandingTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Unset =
        """{"branding":{"logoUrl":null,"primaryColor":null,"backgroundColor":null,"companyName":null,"subtitle":null,"supportUrl":null,"defaultRedirectUrl":null,"hidePilotStatusBranding":false,"logoUrlDark":null,"faviconUrl":null,"cardColor":null,"cornerRadius":null,"fontFamily":null}}""";

    private const string Everything =
        """{"logoUrl":"https://cdn.invalid/l.png","primaryColor":"#112233","backgroundColor":"#FFffFF","companyName":"Loja","subtitle":"Conecte","supportUrl":"https://a.example/help","defaultRedirectUrl":"https://a.example/done","hidePilotStatusBranding":true,"logoUrlDark":"https://cdn.invalid/d.png","faviconUrl":"https://cdn.invalid/i.png","cardColor":"#FAFAFA","cornerRadius":0,"fontFamily":"serif"}""";

    [Fact]
    public async Task A_new_tenant_has_set_nothing() =>
        (await api.Get("/v1/branding", await NewKey())).Expect(200).GetRawText().Should().Be(Unset);

    [Theory]
    [InlineData("{}", Everything)]
    [InlineData("", Everything)]
    [InlineData("{\"unknown\":true}", Everything)]
    [InlineData(
        "{\"companyName\":\"Outra\",\"hidePilotStatusBranding\":\"false\"}",
        """{"logoUrl":"https://cdn.invalid/l.png","primaryColor":"#112233","backgroundColor":"#FFffFF","companyName":"Outra","subtitle":"Conecte","supportUrl":"https://a.example/help","defaultRedirectUrl":"https://a.example/done","hidePilotStatusBranding":false,"logoUrlDark":"https://cdn.invalid/d.png","faviconUrl":"https://cdn.invalid/i.png","cardColor":"#FAFAFA","cornerRadius":0,"fontFamily":"serif"}""")]
    [InlineData(
        "{\"logoUrl\":null,\"hidePilotStatusBranding\":null}",
        """{"logoUrl":null,"primaryColor":"#112233","backgroundColor":"#FFffFF","companyName":"Loja","subtitle":"Conecte","supportUrl":"https://a.example/help","defaultRedirectUrl":"https://a.example/done","hidePilotStatusBranding":false,"logoUrlDark":"https://cdn.invalid/d.png","faviconUrl":"https://cdn.invalid/i.png","cardColor":"#FAFAFA","cornerRadius":0,"fontFamily":"serif"}""")]
    [InlineData(
        "{\"branding\":{\"primaryColor\":\"#000000\",\"subtitle\":null},\"companyName\":\"X\"}",
        """{"logoUrl":"https://cdn.invalid/l.png","primaryColor":"#000000","backgroundColor":"#FFffFF","companyName":"X","subtitle":null,"supportUrl":"https://a.example/help","defaultRedirectUrl":"https://a.example/done","hidePilotStatusBranding":true,"logoUrlDark":"https://cdn.invalid/d.png","faviconUrl":"https://cdn.invalid/i.png","cardColor":"#FAFAFA","cornerRadius":0,"fontFamily":"serif"}""")]
    [InlineData(
        "{\"cornerRadius\":24,\"fontFamily\":null,\"cardColor\":\"#000000\",\"logoUrlDark\":null}",
        """{"logoUrl":"https://cdn.invalid/l.png","primaryColor":"#112233","backgroundColor":"#FFffFF","companyName":"Loja","subtitle":"Conecte","supportUrl":"https://a.example/help","defaultRedirectUrl":"https://a.example/done","hidePilotStatusBranding":true,"logoUrlDark":null,"faviconUrl":"https://cdn.invalid/i.png","cardColor":"#000000","cornerRadius":24,"fontFamily":null}""")]
    public async Task A_change_merges(string change, string expected)
    {
        var key = await NewKey();
        (await api.Call("PUT", "/v1/branding", Everything, key)).Expect(200);

        var answer = (await api.Call("PUT", "/v1/branding", change, key)).Expect(200).GetRawText();

        answer.Should().Be($"{{\"branding\":{expected}}}");
        (await api.Get("/v1/branding", key)).Expect(200).GetRawText().Should().Be(answer);
    }

    [Fact]
    public async Task Every_field_can_be_cleared()
    {
        var key = await NewKey();
        (await api.Call("PUT", "/v1/branding", Everything, key)).Expect(200);

        (await api.Call("PUT", "/v1/branding", Unset, key)).Expect(200).GetRawText().Should().Be(Unset);
    }

    [Fact]
    public async Task A_bad_change_gets_all_its_faults_reported_and_changes_nothing()
    {
        var key = await NewKey();
        (await api.Call("PUT", "/v1/branding", Everything, key)).Expect(200);
        var long61 = new string('x', 61);

        (await api.Call("PUT", "/v1/branding", new
        {
            logoUrl = "ftp://a.example/l.png",
            primaryColor = "red",
            backgroundColor = "#12345\n",
            companyName = long61,
            subtitle = 7,
            supportUrl = "http://a.example",
            defaultRedirectUrl = "https://user@a.example",
            hidePilotStatusBranding = "perhaps",
            logoUrlDark = "javascript:alert(1)",
            faviconUrl = 7,
            cardColor = "#fff",
            cornerRadius = 25,
            fontFamily = "comic",
        }, key)).ShouldNameFields(
            "logoUrl", "primaryColor", "backgroundColor", "companyName", "subtitle", "supportUrl", "defaultRedirectUrl",
            "hidePilotStatusBranding", "logoUrlDark", "faviconUrl", "cardColor", "cornerRadius", "fontFamily");

        (await api.Get("/v1/branding", key)).Expect(200).GetProperty("branding").GetRawText().Should().Be(Everything);
    }

    [Fact]
    public async Task Changes_at_once_lose_nothing_of_each_other()
    {
        var key = await NewKey();

        await Task.WhenAll(
            api.Call("PUT", "/v1/branding", """{"companyName":"A"}""", key),
            api.Call("PUT", "/v1/branding", """{"subtitle":"B"}""", key),
            api.Call("PUT", "/v1/branding", """{"primaryColor":"#010203"}""", key));

        var branding = (await api.Get("/v1/branding", key)).Expect(200).GetProperty("branding");
        (branding.Text("companyName"), branding.Text("subtitle"), branding.Text("primaryColor")).Should().Be(("A", "B", "#010203"));
    }

    [Fact]
    public async Task An_uploaded_logo_may_be_named()
    {
        var key = await NewKey();
        var url = (await api.Post("/v1/branding/logo", Images.Form(Images.Png), key)).Expect(201).Text("url");

        (await api.Call("PUT", "/v1/branding", new { logoUrl = url }, key)).Expect(200).GetProperty("branding").Text("logoUrl").Should()
            .Be(url);
    }

    [Theory]
    [InlineData("""{"cornerRadius":-1}""", "cornerRadius")]
    [InlineData("""{"cornerRadius":1.5}""", "cornerRadius")]
    [InlineData("""{"cornerRadius":"12"}""", "cornerRadius")]
    [InlineData("""{"fontFamily":7}""", "fontFamily")]
    [InlineData("""{"fontFamily":"Arial"}""", "fontFamily")]
    [InlineData("""{"fontFamily":"url(x)"}""", "fontFamily")]
    public async Task What_is_no_shape_of_a_page_is_refused_by_name_on_a_tenant_and_on_a_link(string branding, string field)
    {
        (await api.Call("PUT", "/v1/branding", branding, await NewKey())).ShouldNameFields(field);
        (await api.Post("/v1/numbers/remote-pairing",
            $$"""{"name":"Loja","number":"+5511999999999","branding":{{branding}}}""")).ShouldNameFields("branding." + field);
    }

    [Fact]
    public async Task Links_that_leave_fields_out_read_the_tenants_live_values()
    {
        var key = await NewKey();
        var link = await api.NewLink(new { name = "Loja", number = "+5511999999999", branding = new { companyName = "Da loja" } }, key);

        (await api.Call("PUT", "/v1/branding", """{"companyName":"Do inquilino","primaryColor":"#445566"}""", key)).Expect(200);

        var shown = (await api.Get($"/v1/connect/{link.Text("remotePairingToken")}/branding", "")).Expect(200).GetProperty("branding");
        (shown.Text("companyName"), shown.Text("primaryColor")).Should().Be(("Da loja", "#445566"));
    }

    [Fact]
    public async Task One_tenants_branding_is_not_anothers()
    {
        (await api.Call("PUT", "/v1/branding", Everything, await NewKey())).Expect(200);

        (await api.Get("/v1/branding", await NewKey())).Expect(200).GetRawText().Should().Be(Unset);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task Only_a_tenant_key_reaches_it(string method)
    {
        var body = method == "GET" ? null : "{ not json";

        (await api.Call(method, "/v1/branding", body, "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Call(method, "/v1/branding", body, "ps_test_nobody")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Call(method, "/v1/branding", body, (await api.NewKeyedNumber()).Key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
    }

    [Fact]
    public async Task What_is_no_json_is_refused()
    {
        (await api.Call("PUT", "/v1/branding", "{")).ShouldBeRefused(400, "INVALID_JSON");
        (await api.Call("PUT", "/v1/branding", new StringContent("a=b", null, "text/plain")))
            .ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        (await api.Call("PUT", "/v1/branding", $$"""{"companyName":"{{new string('x', 70_000)}}"}""")).ShouldBeRefused(413, "TOO_LARGE");
    }

    private async Task<string> NewKey() => (await api.NewTenant()).Key.Raw.Value;
}
