using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Branding;
using PilotPairing.Domain.Access;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Branding;

/// <summary>A logo on another server is fetched once, behind the request that named it; what is no logo is never shown.</summary>
public sealed class ForeignLogoTests(ApiHost api) : IClassFixture<ApiHost>
{
    private ILogos Logos => api.App.Services.GetRequiredService<ILogos>();

    [Fact]
    public async Task A_tenants_logo_is_shown_from_our_own_origin_once_it_is_fetched()
    {
        await using var cdn = await Serving(Images.WebP);
        var tenant = await api.NewTenant();

        (await api.Call("PUT", "/v1/branding", new { logoUrl = UrlOf(cdn) }, tenant.Key.Raw.Value)).Expect(200).GetProperty("branding")
            .Text("logoUrl").Should().Be(UrlOf(cdn));

        var path = await Shown(tenant.Tenant.Id, UrlOf(cdn));
        var copy = await api.Http.GetAsync(new Uri(path, UriKind.Relative));
        copy.Content.Headers.ContentType!.ToString().Should().Be("image/webp");
        (await copy.Content.ReadAsByteArrayAsync()).Should().Equal(Images.WebP);
        (await Logos.Shown(api.Tenant.Tenant.Id, UrlOf(cdn), default)).Should().BeNull("another tenant has not named it");
        cdn.All.Should().ContainSingle().Which.Method.Should().Be("GET");
    }

    [Fact]
    public async Task A_links_logo_is_fetched_too()
    {
        await using var cdn = await Serving(Images.Jpeg);

        var link = await api.NewLink(new { name = "Loja", number = "+5511999999999", branding = new { logoUrl = UrlOf(cdn) } });

        var path = await Shown(api.Tenant.Tenant.Id, UrlOf(cdn));
        var page = await api.Get($"/connect/{link.Text("remotePairingToken")}", "");
        page.Text.Should().Contain(path).And.NotContain(UrlOf(cdn));
    }

    [Fact]
    public async Task What_is_no_logo_is_shown_as_none()
    {
        await using var svg = await Serving(Images.Svg);
        await using var bomb = await Serving(Images.Bomb);
        await using var large = await Serving(Images.Padded(Images.Png, (2 * 1024 * 1024) + 1));
        await using var moved = await WebhookSink.Start();
        moved.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        await using var good = await Serving(Images.Png);
        var tenant = await api.NewTenant();
        foreach (var cdn in new[] { svg, bomb, large, moved, good })
        {
            (await api.Call("PUT", "/v1/branding", new { logoUrl = UrlOf(cdn) }, tenant.Key.Raw.Value)).Expect(200);
            await cdn.Next();
        }

        await Shown(tenant.Tenant.Id, UrlOf(good));

        foreach (var cdn in new[] { svg, bomb, large, moved })
        {
            cdn.All.Should().ContainSingle();
            (await Logos.Shown(tenant.Tenant.Id, UrlOf(cdn), default)).Should().BeNull();
        }
    }

    [Fact]
    public async Task Our_own_address_is_shown_without_a_copy()
    {
        var logo = (await api.Post("/v1/branding/logo", Images.Form(Images.Png))).Expect(201);

        (await Logos.Shown(api.Tenant.Tenant.Id, logo.Text("url"), default)).Should().Be("/assets/" + logo.Text("key"));
        (await Logos.Shown(api.Tenant.Tenant.Id, null, default)).Should().BeNull();
    }

    private static async Task<WebhookSink> Serving(byte[] content)
    {
        var sink = await WebhookSink.Start();
        sink.Answer = context => context.Response.Body.WriteAsync(content).AsTask();
        return sink;
    }

    private static string UrlOf(WebhookSink sink) => sink.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    private async Task<string> Shown(TenantId tenant, string url)
    {
        using var patience = new CancellationTokenSource(Patience.Longest);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (await Logos.Shown(tenant, url, default) is { } path)
                return path;
            await pace.WaitForNextTickAsync(patience.Token);
        }
    }
}
