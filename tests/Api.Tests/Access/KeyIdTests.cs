using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Access;

/// <summary>A key's id in place of the key: who may, from where, and on which routes never.</summary>
public sealed class KeyIdTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Header = "x-api-key-id";

    [Fact]
    public async Task A_test_tenants_key_may_be_named() =>
        (await Named(api, "GET", "/v1/me", api.Tenant.Key.Id)).Expect(200).Text("keyId").Should().Be(api.Tenant.Key.Id.ToString());

    [Fact]
    public async Task A_live_key_may_not()
    {
        var live = await api.NewTenant(TenantMode.Live);

        (await api.Get("/v1/me", live.Key.Raw.Value)).Expect(200).Text("mode").Should().Be("live");
        (await Named(api, "GET", "/v1/me", live.Key.Id)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_live_key_that_allows_it_may_not_from_just_anywhere()
    {
        var live = await api.NewTenant(TenantMode.Live);
        var key = (await api.Send(new CreateKey(live.Tenant.Id, NamedById: true))).Value;

        (await Named(api, "GET", "/v1/me", key.Id)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_live_key_that_allows_it_may_from_an_allowed_network()
    {
        var inside = new ApiHost { Settings = { ["Access:KeyIdAllowedNetworks:0"] = "127.0.0.0/8" } };
        await inside.InitializeAsync();
        try
        {
            var live = await inside.NewTenant(TenantMode.Live);
            var allowing = (await inside.Send(new CreateKey(live.Tenant.Id, NamedById: true))).Value;

            (await Named(inside, "GET", "/v1/me", allowing.Id)).Expect(200);
            (await Named(inside, "GET", "/v1/me", live.Key.Id)).ShouldBeRefused(401, "UNAUTHORIZED");
            var successor = (await inside.Post("/v1/api-keys/regenerate", null, allowing.Raw.Value)).Expect(201);
            (await inside.Call("GET", "/v1/me", null, "", (Header, successor.Text("id")))).Expect(200);
        }
        finally
        {
            await inside.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("POST", "/v1/api-keys")]
    [InlineData("POST", "/v1/api-keys/regenerate")]
    [InlineData("GET", "/v1/webhooks/wh_00000000000000000000000000/secret")]
    [InlineData("POST", "/v1/webhooks/wh_00000000000000000000000000/secret/rotate")]
    public async Task An_id_never_opens_a_route_that_answers_a_secret(string method, string path) =>
        (await Named(api, method, path, api.Tenant.Key.Id)).ShouldBeRefused(401, "UNAUTHORIZED");

    [Fact]
    public async Task With_both_headers_the_key_alone_decides()
    {
        var id = (Header, api.Tenant.Key.Id.ToString());
        var other = await api.NewTenant();

        (await api.Call("GET", "/v1/me", null, "ps_test_wrong", id)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Call("GET", "/v1/me", null, other.Key.Raw.Value, id)).Expect(200).Text("tenantId").Should()
            .Be(other.Tenant.Id.ToString());
        (await api.Call("POST", "/v1/api-keys", new { }, null, id)).ShouldNameFields("whatsappNumberId");
    }

    [Theory]
    [InlineData("key_00000000000000000000000000")]
    [InlineData("key_x")]
    [InlineData("")]
    public async Task An_unknown_id_opens_nothing(string id) =>
        (await api.Call("GET", "/v1/me", null, "", (Header, id))).ShouldBeRefused(401, "UNAUTHORIZED");

    [Fact]
    public async Task A_replaced_keys_id_opens_nothing()
    {
        var tenant = await api.NewTenant();
        (await Named(api, "GET", "/v1/me", tenant.Key.Id)).Expect(200);

        (await api.Post("/v1/api-keys/regenerate", null, tenant.Key.Raw.Value)).Expect(201);

        (await Named(api, "GET", "/v1/me", tenant.Key.Id)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    private static Task<Answer> Named(ApiHost host, string method, string path, KeyId id) =>
        host.Call(method, path, null, "", (Header, id.ToString()));
}
