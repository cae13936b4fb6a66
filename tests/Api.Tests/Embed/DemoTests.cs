using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Pages.Demo;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Embed;

/// <summary>Where the demo is and whom its backend obeys. What it looks like and does in a browser is tested there.</summary>
public sealed class DemoTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Number = "num_01jd3v9k8m7n6p5q4r3s2t1v0w";

    [Fact]
    public async Task There_is_a_demo_for_the_key_of_a_test_mode_tenant_only()
    {
        var live = await host.NewTenant(TenantMode.Live);
        foreach (var key in new[] { "", "ps_test_unknown", live.Key.Raw.Value })
        {
            Saas.Use(new(key));
            foreach (var (method, path) in new[] { ("GET", "/demo"), ("GET", "/"), ("GET", "/demo/phone"), ("POST", "/demo/links"),
                ("POST", $"/demo/phone/{Number}/scan"), ("GET", $"/demo/events/{Number}"), ("POST", "/demo/hook") })
                (await host.Call(method, path, key: "")).ShouldBeRefused(404, "NOT_FOUND");
        }

        Saas.Use(host.Tenant.Key.Raw);
        var page = await host.Get("/demo", key: "");
        page.Status.Should().Be(200);
        page.Text.Should().NotContain("ps_test_");
        page.Headers["content-security-policy"].Should().NotContain("unsafe").And.Contain("frame-ancestors 'none'");
    }

    [Fact]
    public async Task Its_backend_makes_links_for_its_own_page_and_obeys_no_other_site()
    {
        Saas.Use(host.Tenant.Key.Raw);
        foreach (var path in new[] { "/demo/links", $"/demo/phone/{Number}/scan" })
            (await host.Call("POST", path, null, "", ("Sec-Fetch-Site", "cross-site"))).Status.Should().Be(403);

        var link = (await host.Call("POST", "/demo/links", null, "", ("Sec-Fetch-Site", "same-origin"))).Expect(200);
        link.GetRawText().Should().NotContain("ps_test_");
        var own = host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        (await host.Get($"/connect/{link.Text("token")}", key: "")).Headers["content-security-policy"].Should()
            .EndWith("frame-ancestors " + own);
        (await host.Post($"/demo/phone/{link.NumberId()}/scan", key: "")).ShouldBeRefused(409, "NOTHING_TO_SCAN");
        (await host.Post($"/demo/phone/{link.NumberId()}/dance", key: "")).ShouldBeRefused(404, "NOT_FOUND");
        (await host.Post("/demo/phone/nobody/scan", key: "")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Its_phone_holds_the_newest_code_and_none_where_none_is_shown()
    {
        var tenant = await host.NewTenant();
        Saas.Use(tenant.Key.Raw);
        (await host.Get("/", key: "")).Text.Should().Contain("A pretend SaaS");
        (await host.Get("/demo/phone", key: "")).Text.Should().Contain("Not a code of the simulator");

        var link = (await host.Post("/demo/links", key: "")).Expect(200);
        (await host.Connect(link.Text("token"))).Expect(200);
        (await host.Get("/demo/phone", key: "")).Text.Should().Contain("Link device");

        (await host.Post($"/demo/phone/{link.NumberId()}/scan", key: "")).Status.Should().Be(204);
        (await host.Get("/demo/phone", key: "")).Text.Should().Contain("Not a code of the simulator");
    }

    [Fact]
    public async Task It_accepts_each_signed_delivery_once_and_nothing_else()
    {
        Saas.Use(host.Tenant.Key.Raw);
        var first = (await host.Post("/demo/links", key: "")).Expect(200);
        var second = (await host.Post("/demo/links", key: "")).Expect(200);
        (await host.Post("/demo/hook", new { @event = "number.connected", data = new { numberId = first.NumberId() } }, key: ""))
            .Status.Should().Be(400);
        foreach (var link in new[] { first, second })
        {
            await Scene.Eventually(async () => (await Received(link.NumberId())).Count == 2);
            (await Received(link.NumberId())).Should().BeEquivalentTo("number.created", "link.created");
        }

        var hook = (await host.Get("/v1/webhooks")).Expect(200).EnumerateArray()
            .Single(webhook => webhook.Text("url").EndsWith("/demo/hook", StringComparison.Ordinal)).Text("id");
        var deliveries = await Delivered(hook);
        await host.Post($"/v1/webhooks/{hook}/replay", new { since = DateTimeOffset.UnixEpoch });
        await Scene.Eventually(async () => await Delivered(hook) >= deliveries + 4);
        (await Received(first.NumberId())).Should().HaveCount(2, "repeated deliveries are ignored");
    }

    private async Task<int> Delivered(string hook) =>
        (await host.Get($"/v1/webhooks/{hook}/logs")).Expect(200).EnumerateArray().Count(log => log.Text("status") == "SUCCESS");

    private DemoSaas Saas => host.App.Services.GetRequiredService<DemoSaas>();

    private async Task<IReadOnlyList<string>> Received(string number) =>
        [.. (await host.Get($"/demo/events/{number}", key: "")).Expect(200).EnumerateArray().Select(received => received.Text("event"))];
}
