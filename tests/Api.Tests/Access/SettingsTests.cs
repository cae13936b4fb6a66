namespace PilotPairing.Api.Tests.Access;

/// <summary>Settings merge: what is left out stays, null goes back to the default, a refused change leaves everything.</summary>
public sealed class SettingsTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Defaults =
        """{"embedOrigins":[],"allowQueryBranding":true,"reconnectLinks":false,"connectInWhatsApp":"first","numberKeysMayCreate":true,"defaultLocale":null,"dailySendLimit":null,"connectUrl":null}""";

    private const string Everything =
        """{"embedOrigins":["https://app.example.com"],"allowQueryBranding":false,"reconnectLinks":true,"connectInWhatsApp":"off","numberKeysMayCreate":false,"defaultLocale":"es","dailySendLimit":50,"connectUrl":null}""";

    [Fact]
    public async Task A_new_tenant_has_the_defaults() =>
        (await api.Get("/v1/settings", await NewKey())).Expect(200).GetRawText().Should().Be(Defaults);

    [Theory]
    [InlineData("{}", Everything)]
    [InlineData("", Everything)]
    [InlineData("{\"unknown\":1}", Everything)]
    [InlineData(
        "{\"embedOrigins\":null,\"allowQueryBranding\":null,\"reconnectLinks\":null,\"connectInWhatsApp\":null,\"numberKeysMayCreate\":null,\"defaultLocale\":null,\"dailySendLimit\":null}", Defaults)]
    [InlineData(
        "{\"defaultLocale\":null}",
        """{"embedOrigins":["https://app.example.com"],"allowQueryBranding":false,"reconnectLinks":true,"connectInWhatsApp":"off","numberKeysMayCreate":false,"defaultLocale":null,"dailySendLimit":50,"connectUrl":null}""")]
    [InlineData(
        "{\"embedOrigins\":[\"HTTPS://One.example\",\"https://one.example\",\"http://localhost:3000\"],\"reconnectLinks\":\"false\"}",
        """{"embedOrigins":["https://one.example","http://localhost:3000"],"allowQueryBranding":false,"reconnectLinks":false,"connectInWhatsApp":"off","numberKeysMayCreate":false,"defaultLocale":"es","dailySendLimit":50,"connectUrl":null}""")]
    [InlineData(
        "{\"embedOrigins\":[],\"dailySendLimit\":0}",
        """{"embedOrigins":[],"allowQueryBranding":false,"reconnectLinks":true,"connectInWhatsApp":"off","numberKeysMayCreate":false,"defaultLocale":"es","dailySendLimit":0,"connectUrl":null}""")]
    public async Task A_change_merges(string change, string expected)
    {
        var key = await NewKey();
        (await api.Call("PATCH", "/v1/settings", Everything, key)).Expect(200);

        var answer = (await api.Call("PATCH", "/v1/settings", change, key)).Expect(200).GetRawText();

        answer.Should().Be(expected);
        (await api.Get("/v1/settings", key)).Expect(200).GetRawText().Should().Be(expected);
    }

    [Fact]
    public async Task A_bad_change_gets_all_its_faults_reported_and_changes_nothing()
    {
        var key = await NewKey();
        (await api.Call("PATCH", "/v1/settings", Everything, key)).Expect(200);

        (await api.Call("PATCH", "/v1/settings",
            """{"embedOrigins":["https://a.example/path"],"defaultLocale":"pt","dailySendLimit":-1,"reconnectLinks":7,"allowQueryBranding":true}""", key))
            .ShouldNameFields("dailySendLimit", "defaultLocale", "embedOrigins", "reconnectLinks");

        (await api.Get("/v1/settings", key)).Expect(200).GetRawText().Should().Be(Everything);
    }

    [Theory]
    [InlineData("\"https://a.example\"")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[\"*\"]")]
    [InlineData("[\"https://*.example.com\"]")]
    [InlineData("[\"http://app.example.com\"]")]
    public async Task Origins_are_exact(string origins) =>
        (await api.Call("PATCH", "/v1/settings", $"{{\"embedOrigins\":{origins}}}")).Fields.Should()
            .ContainSingle(field => field.StartsWith("embedOrigins", StringComparison.Ordinal));

    [Fact]
    public async Task Changes_at_once_lose_nothing_of_each_other()
    {
        var key = await NewKey();

        await Task.WhenAll(
            api.Call("PATCH", "/v1/settings", """{"dailySendLimit":7}""", key),
            api.Call("PATCH", "/v1/settings", """{"defaultLocale":"en"}""", key),
            api.Call("PATCH", "/v1/settings", """{"reconnectLinks":true}""", key));

        var settings = (await api.Get("/v1/settings", key)).Expect(200);
        (settings.GetProperty("dailySendLimit").GetInt32(), settings.Text("defaultLocale"),
            settings.GetProperty("reconnectLinks").GetBoolean()).Should().Be((7, "en", true));
    }

    [Fact]
    public async Task A_body_that_is_no_object_is_refused() =>
        (await api.Call("PATCH", "/v1/settings", "[]")).ShouldBeRefused(400, "INVALID_JSON");

    [Fact]
    public async Task One_tenants_settings_are_not_anothers()
    {
        (await api.Call("PATCH", "/v1/settings", Everything, await NewKey())).Expect(200);

        (await api.Get("/v1/settings", await NewKey())).Expect(200).GetRawText().Should().Be(Defaults);
    }

    [Fact]
    public async Task Number_keys_make_numbers_unless_the_tenant_forbids_it()
    {
        var tenant = await NewKey();
        var number = await api.NewKeyedNumber(tenant);
        var link = new { name = "Filial", number = "+5511988887777", linkToApiKey = false };
        (await api.Post("/v1/numbers/remote-pairing", link, number.Key)).Expect(201);

        (await api.Call("PATCH", "/v1/settings", """{"numberKeysMayCreate":false}""", tenant)).Expect(200);

        (await api.Post("/v1/numbers/remote-pairing", link, number.Key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
        (await api.Post("/v1/numbers/remote-pairing", "{ not json", number.Key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
        (await api.Post("/v1/numbers", link, number.Key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
        (await api.Post("/v1/numbers/remote-pairing", new { reconnect = new { numberId = number.NumberId } }, number.Key)).Expect(201);
        (await api.Post("/v1/numbers/remote-pairing", link, tenant)).Expect(201);
    }

    private async Task<string> NewKey() => (await api.NewTenant()).Key.Raw.Value;
}
