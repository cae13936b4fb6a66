using System.Text.RegularExpressions;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>Tenants and their keys on the operations pages: a key is shown once, and what ends one ends it everywhere.</summary>
public sealed partial class OpsTenantsTests : IAsyncLifetime
{
    private readonly ApiHost _host = new ApiHost().WithPeople();
    private OpsBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _browser = await _host.Operator();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_tenant_is_made_and_its_key_shown_this_once()
    {
        var made = await _browser.Post("/ops/tenants?handler=Create", "/ops/tenants", ("name", "Padaria"), ("mode", "test"),
            ("gateway", ""));

        made.Status.Should().Be(200);
        made.Headers["cache-control"].Should().Be("no-store");
        var key = KeyIn().Match(made.Text).Value;
        var tenant = (await _host.Get("/v1/me", key)).Expect(200).Text("tenantId");
        (await _browser.Get($"/ops/tenants/{tenant}")).Text.Should().Contain("Padaria").And.NotContain(key);
        (await _browser.Get("/ops/tenants?q=pada")).Text.Should().Contain(tenant);
        (await _browser.Get("/ops/tenants?q=daria")).Text.Should().NotContain(tenant);
        (await _browser.Get($"/ops/tenants?q={tenant}")).Headers["location"].Should().Be($"/ops/tenants/{tenant}");
        (await _host.Query<string>("select actor || ' ' || detail from audit_log where action = 'TenantCreated'")).Should()
            .Be("ops Padaria");
    }

    [Theory]
    [InlineData("", "test", "", "name")]
    [InlineData("Padaria", "both", "", "mode")]
    [InlineData("Padaria", "live", "unheard-of", "gateway")]
    public async Task What_cannot_be_a_tenant_is_refused_by_its_field(string name, string mode, string gateway, string field)
    {
        var refused = await _browser.Post("/ops/tenants?handler=Create", "/ops/tenants", ("name", name), ("mode", mode),
            ("gateway", gateway));

        refused.Status.Should().Be(400);
        refused.Text.Should().Contain($"<li><code>{field}</code>");
        (await _host.Query<long>("select count(*) from tenants")).Should().Be(1);
    }

    [Fact]
    public async Task Keys_are_made_rotated_with_grace_and_revoked()
    {
        var path = $"/ops/tenants/{_host.Tenant.Tenant.Id}";
        var old = _host.Tenant.Key;
        (await _browser.Get(path)).Text.Should().Contain($"{old.Raw.Prefix}…{old.Raw.Last4}").And.NotContain(old.Raw.Value);

        var rotated = KeyIn()
            .Match((await _browser.Post(path + "?handler=RotateKey", path, ("key", old.Id.ToString()), ("grace", "3600"))).Text).Value;

        (await _host.Get("/v1/me", rotated)).Expect(200);
        (await _host.Get("/v1/me", old.Raw.Value)).Expect(200);
        (await _browser.Post(path + "?handler=RotateKey", path, ("key", old.Id.ToString()), ("grace", "0"))).Status.Should()
            .Be(404, "it has a successor");
        (await _browser.Post(path + "?handler=RevokeKey", path, ("key", old.Id.ToString()))).Headers["location"].Should()
            .Be(path + "?done=key-revoked");
        (await _host.Get("/v1/me", old.Raw.Value)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await _host.Get("/v1/me", rotated)).Expect(200);
        (await _browser.Post(path + "?handler=RevokeKey", path, ("key", old.Id.ToString()))).Status.Should().Be(404, "it is dead already");
        var made = KeyIn().Match((await _browser.Post(path + "?handler=CreateKey", path)).Text).Value;
        (await _host.Get("/v1/me", made)).Expect(200);
        (await _host.AuditOf(old.Id.ToString())).Should()
            .Equal("ops Operator KeyRotated", "ops Operator KeyRotated", "ops Operator KeyRevoked", "ops Operator KeyRevoked");
        (await _host.Query<string>("select string_agg(coalesce(detail, ''), ' ') from audit_log")).Should().NotContain("ps_");
    }

    [Theory]
    [InlineData("RotateKey", "grace", "soon", 400)]
    [InlineData("RotateKey", "grace", "604801", 400)]
    [InlineData("RotateKey", "grace", "-1", 400)]
    public async Task A_grace_that_cannot_be_one_changes_nothing(string handler, string field, string value, int status)
    {
        var path = $"/ops/tenants/{_host.Tenant.Tenant.Id}";

        (await _browser.Post($"{path}?handler={handler}", path, ("key", _host.Tenant.Key.Id.ToString()), (field, value))).Status.Should()
            .Be(status);

        (await _host.Query<long>("select count(*) from api_keys where revoked_at is null")).Should().Be(1);
    }

    [Theory]
    [InlineData("RotateKey")]
    [InlineData("RevokeKey")]
    public async Task A_key_is_changed_on_its_own_tenants_page_alone(string handler)
    {
        var other = await _host.NewTenant();
        var path = $"/ops/tenants/{_host.Tenant.Tenant.Id}";

        (await _browser.Post($"{path}?handler={handler}", path, ("key", other.Key.Id.ToString()), ("grace", "0"))).Status.Should().Be(404);

        (await _host.Get("/v1/me", other.Key.Raw.Value)).Expect(200);
    }

    [Fact]
    public async Task A_suspended_tenants_keys_open_nothing_until_it_is_resumed()
    {
        var path = $"/ops/tenants/{_host.Tenant.Tenant.Id}";
        var link = await _host.NewLink();

        (await _browser.Post(path + "?handler=Suspend", path)).Headers["location"].Should().Be(path + "?done=suspended");

        (await _host.Get("/v1/me")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await _host.Info(link.Token())).Expect(200);
        (await _browser.Get(path)).Text.Should().Contain("handler=Resume").And.NotContain("handler=Suspend");
        (await _browser.Post(path + "?handler=Resume", path)).Headers["location"].Should().Be(path + "?done=resumed");
        (await _host.Get("/v1/me")).Expect(200);
        (await _host.AuditOf(_host.Tenant.Tenant.Id.ToString())).Should()
            .Equal("ops Operator TenantSuspended", "ops Operator TenantResumed");
    }

    [GeneratedRegex("ps_(test_)?[A-Za-z0-9]{43}", RegexOptions.ExplicitCapture)]
    private static partial Regex KeyIn();
}
