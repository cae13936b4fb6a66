using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Access;

/// <summary>Who gets in at all, and that a stranger learns nothing else.</summary>
public sealed class KeyTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Missing_unknown_and_malformed_keys_get_the_same_answer()
    {
        var unknown = RawKey.Draw(TenantMode.Test, RandomNumberGenerator.Create()).Value;
        foreach (var key in (string[])["", unknown, host.Tenant.Key.Raw.Value[3..], host.Tenant.Key.Raw.Value.ToLowerInvariant(),
            host.Tenant.Key.Id.ToString(), "ps_", "rp_" + new string('A', 43)])
        {
            var answer = await host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key);
            answer.ShouldBeRefused(401, "UNAUTHORIZED");
            answer.Json.Text("error").Should().Be("Unauthorized");
            answer.Json.GetProperty("details").Text("problem").Should()
                .Be("the header x-api-key must hold a key of this installation that was not revoked");
        }
    }

    [Fact]
    public async Task A_key_travels_in_its_header_only()
    {
        var key = host.Tenant.Key.Raw.Value;

        (await host.Call("POST", $"/v1/numbers/remote-pairing?x-api-key={key}&api_key={key}", new { name = "Loja", number = Scene.Phone },
            "", ("authorization", "Bearer " + key)))
            .ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_pairing_token_is_no_key()
    {
        var token = (await host.NewLink()).Token();

        (await host.Get("/v1/numbers/num_x/status", token)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_revoked_key_stops_at_once_and_its_successor_works()
    {
        var tenant = await host.NewTenant();
        var old = tenant.Key.Raw.Value;
        await host.NewLink(key: old);

        var next = (await host.Send(new RotateKey(tenant.Key.Id))).Value.Raw.Value;

        (await host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, old))
            .ShouldBeRefused(401, "UNAUTHORIZED");
        await host.NewLink(key: next);
    }

    [Fact]
    public async Task A_key_with_a_period_of_grace_lives_on_beside_its_successor()
    {
        var tenant = await host.NewTenant();

        var next = (await host.Send(new RotateKey(tenant.Key.Id) { GraceSeconds = 300 })).Value.Raw.Value;

        await host.NewLink(key: tenant.Key.Raw.Value);
        await host.NewLink(key: next);
    }

    [Fact]
    public async Task An_unknown_key_is_looked_up_once_in_a_while_and_works_as_soon_as_it_is_made()
    {
        var ring = host.App.Services.GetRequiredService<IKeyRing>();
        var raw = default(RawKey);
        // The notification of a key that another test made may come in between and end the doubt.
        await Scene.Eventually(async () =>
        {
            raw = RawKey.Draw(TenantMode.Test, RandomNumberGenerator.Create());
            (await ring.Find(raw, default)).Should().BeNull();
            await MakeBehindItsBack(raw);
            return await ring.Find(raw, default) is null;
        });

        // Any key that is made anywhere ends the doubt about all.
        await host.NewTenant();
        (await ring.Find(raw, default)).Should().NotBeNull();
    }

    [Fact]
    public async Task An_unknown_key_is_in_doubt_for_no_longer_than_a_second()
    {
        var raw = RawKey.Draw(TenantMode.Test, RandomNumberGenerator.Create());
        (await host.Get("/v1/me", raw.Value)).Status.Should().Be(401);

        await MakeBehindItsBack(raw);

        await Scene.Eventually(async () => (await host.Get("/v1/me", raw.Value)).Status == 200);
    }

    [Theory]
    [InlineData("POST", "/v1/numbers", "{", "application/json")]
    [InlineData("POST", "/v1/numbers/remote-pairing", "x", "text/plain")]
    [InlineData("POST", "/v1/links/lnk_x/rotate", "x", "text/plain")]
    [InlineData("POST", "/v1/test/numbers/num_x/simulate", "{}", "application/xml")]
    [InlineData("POST", "/v1/webhooks", "<x/>", "application/xml")]
    [InlineData("GET", "/v1/numbers/nothing/status", null, null)]
    [InlineData("DELETE", "/v1/numbers/nothing", null, null)]
    public async Task A_caller_without_a_key_gets_only_401(string method, string path, string? body, string? type)
    {
        var content = body is null ? null : new StringContent(body, null, type!);

        (await host.Call(method, path, content, "")).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    private Task MakeBehindItsBack(RawKey raw) => host.Execute(
        "insert into api_keys (id, tenant_id, hash, prefix, last4, scope, created_at) values (gen_random_uuid(), @tenant, @hash, @prefix, @last4, 'Tenant', now())",
        new { tenant = host.Tenant.Tenant.Id.Value, hash = raw.Hash(), prefix = raw.Prefix, last4 = raw.Last4 });

    [Fact]
    public async Task A_caller_without_a_key_does_not_learn_that_the_body_is_too_large()
    {
        (await host.Post("/v1/numbers", new { name = new string('x', 70_000) }, "")).ShouldBeRefused(401, "UNAUTHORIZED");
    }
}
