using System.Net;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>The hosted page where the operator has configured no Meta app.</summary>
public sealed class PageWithoutMetaTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("credentials")]
    public async Task Unconfigured_Meta_links_blame_the_service_and_load_nothing_from_Meta(string flow)
    {
        var tenant = await host.NewTenant();
        var link = await host.NewLink(new { metaFlow = flow }, tenant.Key.Raw.Value);
        await host.TurnLive(tenant);
        using var page = await host.Http.GetAsync(new Uri($"/connect/{link.Token()}?lang=en", UriKind.Relative));

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        var html = await page.Content.ReadAsStringAsync();
        html.Should().Contain("Not ready yet").And.NotContain("connect-meta").And.NotContain("data-meta").And.NotContain("accessToken");
        string.Join(",", page.Headers.GetValues("Content-Security-Policy")).Should().Contain("script-src 'self';")
            .And.NotContain("facebook");
        string.Join(",", page.Headers.GetValues("Cross-Origin-Opener-Policy")).Should().Be("same-origin-allow-popups");
    }
}
