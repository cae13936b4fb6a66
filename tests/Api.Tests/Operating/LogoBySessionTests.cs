using PilotPairing.Api.Tests.Branding;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>The upload of a tenant's logo by a signed-in operator; by key it is tested with the other uploads.</summary>
public sealed class LogoBySessionTests : IAsyncLifetime
{
    private const string Route = "/api/branding/logo";
    private readonly ApiHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_operator_uploads_for_a_named_tenant()
    {
        using var browser = await SignedIn();

        var made = (await browser.Send(Route, Form(await browser.Token("/ops"), TenantId))).Expect(201);
        (await browser.Send(Route, Form(null, TenantId), ("RequestVerificationToken", await browser.Token("/ops")))).Expect(201);

        (await _host.Get(new Uri(made.GetProperty("url").GetString()!).AbsolutePath, "")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Without_a_session_without_the_token_and_for_no_tenant_nothing_is_kept()
    {
        using var stranger = new OpsBrowser(_host.App.Urls.First());
        (await stranger.Send(Route, Form(await stranger.Token(OpsBrowser.SignInPage), TenantId))).ShouldBeRefused(401, "UNAUTHORIZED");
        using var browser = await SignedIn();
        var token = await browser.Token("/ops");

        (await browser.Send(Route, Form(token, TenantId), ("x-api-key", "ps_wrong"))).ShouldBeRefused(401, "UNAUTHORIZED");
        (await browser.Send(Route, Form(null, TenantId))).ShouldBeRefused(403, "ANTIFORGERY_FAILED");
        (await browser.Send(Route, Form(token, null))).ShouldNameFields("tenantId");
        (await browser.Send(Route, Form(token, "ten_00000000000000000000000000"))).ShouldBeRefused(404, "NOT_FOUND");
        (await browser.Send(Route, Form(token, "nonsense"))).ShouldBeRefused(404, "NOT_FOUND");
        (await browser.Send(Route, Form(token, TenantId, [1, 2, 3]))).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        (await browser.Send("/v1/branding/logo", Form(token, TenantId))).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    private string TenantId => _host.Tenant.Tenant.Id.ToString();

    private async Task<OpsBrowser> SignedIn()
    {
        var browser = new OpsBrowser(_host.App.Urls.First());
        (await browser.SignIn()).Status.Should().Be(302);
        return browser;
    }

    private static MultipartFormDataContent Form(string? token, string? tenant, byte[]? image = null)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(image ?? Images.Png), "file", "logo.png" } };
        if (token is not null)
            form.Add(new StringContent(token), "__RequestVerificationToken");
        if (tenant is not null)
            form.Add(new StringContent(tenant), "tenantId");
        return form;
    }
}
