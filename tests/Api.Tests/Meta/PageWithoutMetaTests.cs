using System.Net;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>The hosted page where the operator has configured no Meta app.</summary>
public sealed class PageWithoutMetaTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("credentials")]
    public async Task Links_of_the_official_API_say_that_it_is_not_their_readers_fault_and_let_nothing_of_Meta_in(string flow)
    {
        var tenant = await host.NewTenant();
        var link = await host.NewLink(new { metaFlow = flow }, tenant.Key.Raw.Value);
        await host.TurnLive(tenant);
        using var page = await host.Http.GetAsync(new Uri($"/connect/{link.Token()}?lang=en", UriKind.Relative));

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        var html = await page.Content.ReadAsStringAsync();
        html.Should().Contain("Not ready yet").And.NotContain("connect-meta").And.NotContain("data-meta").And.NotContain("accessToken");
        string.Join(",", page.Headers.GetValues("Content-Security-Policy")).Should().Contain("script-src 'self';").And.NotContain("facebook");
        string.Join(",", page.Headers.GetValues("Cross-Origin-Opener-Policy")).Should().Be("same-origin-allow-popups");
    }
}
