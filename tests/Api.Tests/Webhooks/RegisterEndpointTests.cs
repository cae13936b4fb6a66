namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>POST /v1/webhooks: which number an endpoint belongs to, and every way to be refused.</summary>
public sealed class RegisterEndpointTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Url = "https://example.com/hook";

    [Fact]
    public async Task An_endpoint_of_a_number_is_returned_in_full_and_without_its_secret()
    {
        var number = await host.NewNumber();
        var answer = await host.Post("/v1/webhooks",
            new { url = Url, whatsappNumberId = number, events = new[] { "number.connected", "message.received", "number.connected" } });
        var endpoint = answer.Expect(201);
        endpoint.EnumerateObject().Select(member => member.Name).Should().Equal(
            "id", "tenantId", "name", "url", "environment", "scope", "active", "events", "apiKeys", "lastTriggered", "whatsappNumberIds",
            "whatsappInstanceIds", "createdAt", "updatedAt");
        endpoint.Id().Should().MatchRegex("^wh_[0-9a-z]{26}$");
        endpoint.GetProperty("name").GetString().Should().Be("example.com");
        endpoint.GetProperty("environment").GetString().Should().Be("TEST");
        endpoint.GetProperty("scope").GetString().Should().Be("number");
        endpoint.GetProperty("active").GetBoolean().Should().BeTrue();
        endpoint.GetProperty("events").EnumerateArray().Select(name => name.GetString()).Should().Equal("number.connected");
        endpoint.GetProperty("whatsappNumberIds").EnumerateArray().Select(id => id.GetString()).Should().Equal(number);
        endpoint.GetProperty("whatsappInstanceIds").EnumerateArray().Select(id => id.GetString()).Should().Equal(number);
        answer.Text.Should().NotContain("whsec_");
    }

    [Fact]
    public async Task The_number_may_be_named_by_a_header()
    {
        var number = await host.NewNumber();
        var endpoint = (await host.Call("POST", "/v1/webhooks", new { url = Url }, headers: ("x-whatsapp-number-id", number))).Expect(201);
        endpoint.GetProperty("whatsappNumberIds")[0].GetString().Should().Be(number);
        endpoint.GetProperty("events").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_number_key_registers_for_its_own_number_without_naming_it()
    {
        var number = await host.NewNumber();
        var endpoint = (await host.Post("/v1/webhooks", new { url = Url }, await host.NewNumberKey(number))).Expect(201);
        endpoint.GetProperty("whatsappNumberIds")[0].GetString().Should().Be(number);
    }

    [Fact]
    public async Task A_number_key_gets_no_endpoint_of_the_tenant_and_is_refused_before_its_faults()
    {
        var key = await host.NewNumberKey(await host.NewNumber());
        (await host.Post("/v1/webhooks", new { url = Url, scope = "tenant" }, key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
        (await host.Post("/v1/webhooks", new { scope = "tenant", events = 7 }, key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
    }

    [Fact]
    public async Task A_number_key_cannot_name_another_number() =>
        (await host.Post("/v1/webhooks", new { url = Url, whatsappNumberId = await host.NewNumber() },
            await host.NewNumberKey(await host.NewNumber()))).ShouldBeRefused(400, "NUMBER_MISMATCH");

    [Fact]
    public async Task Two_numbers_named_do_not_fit() =>
        (await host.Call("POST", "/v1/webhooks", new { url = Url, whatsappNumberId = await host.NewNumber() },
            headers: ("x-whatsapp-number-id", await host.NewNumber())))
            .ShouldBeRefused(400, "NUMBER_MISMATCH");

    [Fact]
    public async Task The_whole_tenant_and_a_number_do_not_fit() =>
        (await host.Post("/v1/webhooks", new { url = Url, scope = "tenant", whatsappNumberId = await host.NewNumber() }))
            .ShouldBeRefused(400, "NUMBER_MISMATCH");

    [Fact]
    public async Task A_tenant_key_names_a_number_or_asks_for_the_tenant() =>
        (await host.Post("/v1/webhooks", new { url = Url })).ShouldBeRefused(400, "NUMBER_REQUIRED");

    [Fact]
    public async Task Another_tenants_number_is_not_found() =>
        (await host.Post("/v1/webhooks", new { url = Url, whatsappNumberId = await host.NewNumber() }, await host.NewTenantKey()))
            .ShouldBeRefused(404, "NUMBER_NOT_FOUND");

    [Fact]
    public async Task Every_bad_field_is_named_at_once() =>
        (await host.Post("/v1/webhooks", new { name = new string('x', 121), events = "all", scope = "Tenant", whatsappNumberId = 5 }))
            .ShouldNameFields("url", "name", "events", "scope", "whatsappNumberId");

    [Theory]
    [InlineData("http://example.com/hook")]
    [InlineData("https://10.0.0.1/hook")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("ftp://example.com/hook")]
    [InlineData("/hook")]
    [InlineData("https://example.com/a\u0000b")]
    [InlineData("")]
    public async Task A_url_that_may_not_be_called_is_refused(string url) =>
        (await host.Post("/v1/webhooks", new { url, scope = "tenant" })).ShouldNameFields("url");

    [Fact]
    public async Task Null_among_the_events_is_dropped_as_an_unknown_name() =>
        (await host.Post("/v1/webhooks", """{"url":"https://example.com/hook","scope":"tenant","events":[null,"link.expired"]}"""))
            .Expect(201)
            .GetProperty("events").EnumerateArray().Select(name => name.GetString()).Should().Equal("link.expired");

    [Fact]
    public async Task A_name_with_control_characters_is_refused() =>
        (await host.Post("/v1/webhooks", new { url = Url, scope = "tenant", name = "a\u0000b" })).ShouldNameFields("name");
}
