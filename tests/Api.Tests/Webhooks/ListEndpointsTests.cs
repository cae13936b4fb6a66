using System.Text.RegularExpressions;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>GET /v1/webhooks, and the paging that every list shares.</summary>
public sealed partial class ListEndpointsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Endpoints_are_listed_newest_first_with_no_link_where_there_is_no_more()
    {
        var key = await host.NewTenantKey();
        var (first, second) = (await host.NewEndpoint(key: key), await host.NewEndpoint(key: key));
        var answer = await host.Get("/v1/webhooks", key);
        answer.Expect(200).Ids().Should().Equal(second, first);
        answer.Headers.Should().NotContainKey("link");
        answer.Text.Should().NotContain("whsec_");
    }

    [Fact]
    public async Task Following_the_links_returns_every_endpoint_once_even_those_of_one_moment()
    {
        var key = await host.NewTenantKey();
        var all = new List<string>();
        for (var i = 0; i < 5; i++)
            all.Add(await host.NewEndpoint(key: key));
        await host.Run("update webhook_endpoints set created_at = date_trunc('hour', created_at) where id = any(@ids)",
            new { ids = all.Select(WebhookRig.Row).ToArray() });

        var reported = new List<string>();
        var next = "/v1/webhooks?limit=2";
        for (var page = 1; page <= 3; page++)
        {
            var answer = await host.Get(next, key);
            reported.AddRange(answer.Expect(200).Ids());
            answer.Headers.ContainsKey("link").Should().Be(page < 3);
            if (page < 3)
                next = Next().Match(answer.Headers["link"]).Groups["url"].Value;
            next.Should().Contain("limit=2");
        }

        reported.Should().Equal(all);
        next.Should().StartWith(host.App.Urls.First() + "/v1/webhooks?");
    }

    [Fact]
    public async Task A_full_page_at_the_end_has_no_link()
    {
        var key = await host.NewTenantKey();
        await host.NewEndpoint(key: key);
        (await host.Get("/v1/webhooks?limit=1", key)).Headers.Should().NotContainKey("link");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("ten")]
    [InlineData("99999999999")]
    public async Task A_limit_outside_is_refused(string limit) => (await host.Get("/v1/webhooks?limit=" + limit)).ShouldNameFields("limit");

    [Fact]
    public async Task Bad_limit_and_bad_cursor_are_named_together() =>
        (await host.Get("/v1/webhooks?limit=0&cursor=AAAA")).ShouldNameFields("limit", "cursor");

    [Fact]
    public async Task A_cursor_out_of_time_is_refused() =>
        (await host.Get("/v1/webhooks?cursor=_____________________________w")).ShouldNameFields("cursor");

    [Fact]
    public async Task Without_a_key_nothing_is_listed() => (await host.Get("/v1/webhooks", "")).ShouldBeRefused(401, "UNAUTHORIZED");

    [Fact]
    public async Task A_number_key_sees_the_endpoints_of_its_own_number()
    {
        var number = await host.NewNumber();
        await host.NewEndpoint();
        await host.NewNumberEndpoint(await host.NewNumber());
        var own = await host.NewNumberEndpoint(number);
        (await host.Get("/v1/webhooks", await host.NewNumberKey(number))).Expect(200).Ids().Should().Equal(own);
    }

    [Fact]
    public async Task Another_tenant_sees_none()
    {
        await host.NewEndpoint();
        (await host.Get("/v1/webhooks", await host.NewTenantKey())).Expect(200).GetArrayLength().Should().Be(0);
    }

    [GeneratedRegex("^<(?<url>https?://[^>]+)>; rel=\"next\"$")]
    private static partial Regex Next();
}
