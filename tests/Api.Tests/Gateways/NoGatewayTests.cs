using System.Text.Json;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Gateways;

/// <summary>An installation whose operator configured neither a gateway nor a Meta app.</summary>
public sealed class UnconfiguredHost : IAsyncLifetime
{
    internal ApiHost Api { get; } = new();

    public Task InitializeAsync()
    {
        foreach (var setting in Api.Settings.Keys.Where(key => key.StartsWith("Gateways:", StringComparison.Ordinal)).ToList())
            Api.Settings.Remove(setting);
        return Api.InitializeAsync();
    }

    public Task DisposeAsync() => Api.DisposeAsync();
}

/// <summary>What can never pair is refused where it would be created, and nothing of it is stored.</summary>
public sealed class NoGatewayTests(UnconfiguredHost unconfigured) : IClassFixture<UnconfiguredHost>
{
    private const string MetaNumber =
        """{"name":"Loja","number":"+12025550123","metaPhoneId":"12025550123","wabaId":"102290129340398","accessToken":"EAAG"}""";
    private readonly ApiHost _host = unconfigured.Api;

    [Theory]
    [InlineData("/v1/numbers", """{"name":"Loja","number":"+5511999999999"}""", "GATEWAY_NOT_CONFIGURED")]
    [InlineData("/api/v1/numbers", """{"name":"Loja","number":"+5511999999999"}""", "GATEWAY_NOT_CONFIGURED")]
    [InlineData("/v1/numbers/remote-pairing", """{"name":"Loja","number":"+5511999999999"}""", "GATEWAY_NOT_CONFIGURED")]
    [InlineData("/v1/numbers/remote-pairing",
        """{"name":"Loja","number":"+5511999999999","provider":"PILOT_STATUS","methods":["code","meta"],"sendViaWhatsApp":true}""",
        "GATEWAY_NOT_CONFIGURED")]
    [InlineData("/api/v1/numbers/remote-pairing", """{"name":"Loja","number":"+5511999999999"}""", "GATEWAY_NOT_CONFIGURED")]
    [InlineData("/v1/numbers/remote-pairing", """{"provider":"META"}""", "META_NOT_CONFIGURED")]
    [InlineData("/v1/numbers/remote-pairing", """{"metaFlow":"embedded"}""", "META_NOT_CONFIGURED")]
    [InlineData("/v1/numbers/remote-pairing", """{"metaFlow":"credentials"}""", "META_NOT_CONFIGURED")]
    [InlineData("/v1/numbers/meta", MetaNumber, "META_NOT_CONFIGURED")]
    public async Task A_live_tenant_is_refused_by_every_creating_route_and_nothing_is_stored(string route, string body, string code)
    {
        var tenant = await _host.NewTenant(TenantMode.Live);
        tenant.Missing!.Code.Should().Be("GATEWAY_NOT_CONFIGURED");

        foreach (var key in new[] { "", "key-1", "key-1" })
        {
            var refused = await _host.Call("POST", route, body, tenant.Key.Raw.Value, key.Length == 0 ? [] : [("Idempotency-Key", key)]);
            refused.ShouldBeRefused(503, code);
            refused.Headers.Should().NotContainKey("idempotent-replayed", "it may be configured by the next try");
            refused.Headers.Should().NotContainKey("retry-after", "asking again does not help");
        }

        (await Stored(tenant.Tenant.Id.Value)).Should().Be(0);
    }

    [Fact]
    public async Task A_link_that_would_connect_a_number_again_is_refused_like_a_new_one()
    {
        var tenant = await _host.NewTenant();
        var key = tenant.Key.Raw.Value;
        var number = (await _host.NewLink(key: key)).NumberId();
        await _host.TurnLive(tenant);
        var before = await Stored(tenant.Tenant.Id.Value);

        (await _host.Post("/v1/numbers/remote-pairing", new { reconnect = new { numberId = number } }, key))
            .ShouldBeRefused(503, "GATEWAY_NOT_CONFIGURED");
        (await _host.Post("/v1/numbers/remote-pairing", new { reconnect = new { numberId = "num_00000000000000000000000000" } }, key))
            .ShouldBeRefused(404, "NUMBER_NOT_FOUND");

        (await Stored(tenant.Tenant.Id.Value)).Should().Be(before);
    }

    [Fact]
    public async Task What_was_created_while_there_was_a_gateway_says_so_instead_of_waiting_for_an_answer_that_cannot_come()
    {
        var tenant = await _host.NewTenant();
        var key = tenant.Key.Raw.Value;
        var link = await _host.NewLink(key: key);
        await _host.TurnLive(tenant, "taken-away");

        (await _host.Connect(link.Token())).ShouldBeRefused(503, "GATEWAY_NOT_CONFIGURED");
        (await _host.Get($"/v1/numbers/{link.NumberId()}/connect", key)).ShouldBeRefused(503, "GATEWAY_NOT_CONFIGURED");
        (await _host.Info(link.Token())).Expect(200).Text("phase").Should().Be("gateway_unavailable");
        (await _host.Get($"/v1/numbers/{link.NumberId()}/status", key)).Expect(200).Text("state").Should().Be("CLOSE");
        (await _host.Call("DELETE", $"/v1/numbers/{link.NumberId()}", key: key)).Expect(200);
    }

    [Fact]
    public async Task A_broken_body_is_reported_before_a_missing_configuration()
    {
        var live = (await _host.NewTenant(TenantMode.Live)).Key.Raw.Value;

        (await _host.Post("/v1/numbers", "{}", live)).ShouldNameFields("name", "number");
        (await _host.Post("/v1/numbers/remote-pairing", """{"provider":"META","locale":"xx"}""", live)).ShouldNameFields("locale");
    }

    [Fact]
    public async Task Test_mode_needs_neither()
    {
        _host.Tenant.Missing.Should().BeNull();
        (await _host.Post("/v1/numbers", new { name = "Loja", number = Scene.Phone })).Expect(201);
        foreach (var flow in new[] { "embedded", "credentials" })
            await _host.NewLink(new { metaFlow = flow });
    }

    [Fact]
    public async Task An_app_without_a_configuration_for_signup_takes_credentials_and_opens_no_signup()
    {
        var app = new ApiHost();
        (app.Settings["Meta:AppId"], app.Settings["Meta:AppSecret"]) = ("1234567890", "known to nobody");
        await app.InitializeAsync();
        try
        {
            var live = (await app.NewTenant(TenantMode.Live)).Key.Raw.Value;

            await app.NewLink(new { metaFlow = "credentials" }, live);
            var refused = await app.Post("/v1/numbers/remote-pairing", new { metaFlow = "embedded" }, live);
            refused.ShouldBeRefused(503, "META_NOT_CONFIGURED");
            refused.Json.Text("error").Should().Contain("Embedded Signup");
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("post_numbers", "GATEWAY_NOT_CONFIGURED")]
    [InlineData("post_numbers_remote-pairing", "GATEWAY_NOT_CONFIGURED", "META_NOT_CONFIGURED")]
    [InlineData("post_numbers_meta", "META_NOT_CONFIGURED")]
    [InlineData("get_numbers_id_connect", "GATEWAY_NOT_CONFIGURED", "PAIRING_STALLED", "GATEWAY_UNAVAILABLE")]
    [InlineData("post_remote-pairing_token_connect", "GATEWAY_NOT_CONFIGURED", "PAIRING_STALLED", "GATEWAY_UNAVAILABLE")]
    public async Task The_description_names_what_a_route_refuses(string operation, params string[] codes)
    {
        var document = (await _host.Get("/openapi/v1.json", key: "")).Expect(200);

        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Single(one => one.Value.ValueKind == JsonValueKind.Object && one.Value.TryGetProperty("operationId", out var id)
                && id.GetString() == operation).Value;

        var examples = described.GetProperty("responses").GetProperty("503").GetProperty("content").GetProperty("application/json")
            .GetProperty("examples").EnumerateObject();
        examples.Select(example => example.Name).Should().Contain(codes);
    }

    private Task<long> Stored(Guid tenant) => _host.Query<long>(
        """
        select (select count(*) from numbers where tenant_id = @tenant) + (select count(*) from pairing_links where tenant_id = @tenant) + (select count(*) from events where tenant_id = @tenant)
             + (select count(*) from message_sends where tenant_id = @tenant)
        """,
        new { tenant });
}
