
namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// What all operations pages have in common: who sees them, their headers, unknown ids, filters that cannot be used, and texts of
/// strangers.
/// </summary>
public sealed class OpsPagesTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert(1)</script>'\"&<img src=x onerror=alert(2)>";
    private static readonly string DeliveryPage =
        "/ops/deliveries/" + new Domain.Webhooks.DeliveryId(Guid.Parse("00000000-0000-7000-8000-000000000001"));

    private readonly ApiHost _host = new ApiHost().WithPeople();

    private static readonly string[] ListPaths =
    [
        "/ops", "/ops/links", "/ops/numbers", "/ops/webhooks", "/ops/deliveries", "/ops/messages", "/ops/gateways", "/ops/tenants",
        "/ops/audit",
    ];

    public static TheoryData<string> Lists => [.. ListPaths];

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Strangers_are_led_to_the_form_and_people_see_it_under_the_policy(string page)
    {
        using var stranger = new OpsBrowser(_host.App.Urls.First());
        (await stranger.Get(page)).Headers["location"].Should().EndWith("/ops/sign-in?returnUrl=" + Uri.EscapeDataString(page));
        (await stranger.Get(page, "application/json")).ShouldBeRefused(401, "UNAUTHORIZED");
        using var viewer = await _host.Viewer();

        var seen = await viewer.Get(page);

        seen.Status.Should().Be(200, seen.Text);
        seen.Headers["content-security-policy"].Should().StartWith("default-src 'none'; style-src 'self' 'nonce-")
            .And.EndWith("frame-ancestors 'none'").And.NotContain("unsafe");
        seen.Headers["cache-control"].Should().Be("no-store");
        seen.Text.Should().Contain("aria-current=\"page\"").And.NotContain(" style=");
    }

    [Theory]
    [InlineData("/ops/links/lnk_00000000000000000000000000")]
    [InlineData("/ops/links/nonsense")]
    [InlineData("/ops/numbers/num_00000000000000000000000000")]
    [InlineData("/ops/webhooks/wh_00000000000000000000000000")]
    [InlineData("/ops/deliveries/dlv_00000000000000000000000000")]
    [InlineData("/ops/tenants/ten_00000000000000000000000000")]
    [InlineData("/ops/tenants/lnk_00000000000000000000000000")]
    [InlineData("/ops/unheard-of")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path)
    {
        using var viewer = await _host.Viewer();

        var missing = await viewer.Get(path);

        missing.Status.Should().Be(404);
        missing.Text.Should().Contain("Nothing here").And.Contain("PilotPairing").And.Contain("href=\"/ops\"");
        missing.Headers["cache-control"].Should().Be("no-store");
        (await viewer.Get(path, "application/json")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("/ops/links?status=dead", "status")]
    [InlineData("/ops/links?tenant=me", "tenant")]
    [InlineData("/ops/links?number=7", "number")]
    [InlineData("/ops/links?cursor=nonsense", "cursor")]
    [InlineData("/ops/links?q=%00", "q")]
    [InlineData("/ops/numbers?state=OPEN", "state")]
    [InlineData("/ops/numbers?tenant=lnk_00000000000000000000000000", "tenant")]
    [InlineData("/ops/webhooks?state=1", "state")]
    [InlineData("/ops/webhooks/{endpoint}?cursor=x", "cursor")]
    [InlineData("/ops/deliveries?q=7", "q")]
    [InlineData("/ops/deliveries?endpoint=7", "endpoint")]
    [InlineData("/ops/deliveries?result=all", "result")]
    [InlineData("/ops/messages?status=lost", "status")]
    [InlineData("/ops/tenants?cursor=AAAA", "cursor")]
    [InlineData("/ops/tenants/{tenant}?cursor=x", "cursor")]
    [InlineData("/ops/audit?action=nothing", "action")]
    [InlineData("/ops/audit?actor=%0a&subject=%00x", "subject")]
    public async Task A_filter_that_cannot_be_used_is_named(string path, string field)
    {
        using var viewer = await _host.Viewer();
        var endpoint = path.Contains("{endpoint}", StringComparison.Ordinal) ? await NewEndpoint("hook") : "";

        var page = await viewer.Get(path.Replace("{endpoint}", endpoint, StringComparison.Ordinal)
            .Replace("{tenant}", _host.Tenant.Tenant.Id.ToString(), StringComparison.Ordinal));

        page.Status.Should().Be(400);
        page.Text.Should().Contain($"<li><code>{field}</code>").And.NotContain("<p class=\"empty\">No ");
    }

    [Fact]
    public async Task Texts_of_strangers_are_shown_and_never_markup()
    {
        using var browser = await _host.Operator();
        var link = await _host.NewLink(
            new { name = Hostile[..40], number = "+5511999999999", externalRef = Hostile, metadata = new { note = Hostile } });
        var endpoint = await NewEndpoint(Hostile);
        await _host.Execute(
            """
            update tenants set name = @hostile;
            update pairing_links set failure_reason = @hostile, failure_detail = @hostile, phone_message = @hostile, scanned_at = now();
            update numbers set external_ref = @hostile, last_disconnect_reason = @hostile;
            insert into delivery_attempts (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, status_code, response, duration_ms, created_at)
            select gen_random_uuid(), tenant_id, '00000000-0000-7000-8000-000000000001', id, gen_random_uuid(), @hostile, 1, false, 500, @hostile, 1, now()
              from webhook_endpoints;
            insert into message_sends (id, tenant_id, link_id, recipient, template_name, template_language, status, code, problem, created_at)
            select gen_random_uuid(), tenant_id, id, '5511999999999', @hostile, @hostile, 'Failed', null, @hostile, now() from pairing_links;
            insert into pairing_attempts (id, tenant_id, number_id, link_id, phase, needs_start, sequence, failure_code, started_at, changed_at, ended_at)
            select gen_random_uuid(), tenant_id, number_id, id, 'Ready', false, 1, @hostile, now(), now(), now() from pairing_links;
            update events set type = @hostile, body = @hostile;
            update delivery_attempts set event_id = (select id from events limit 1);
            insert into audit_log (id, at, actor, role, action, subject, detail, address)
            values (gen_random_uuid(), now(), @hostile, 'Viewer', @hostile, @hostile, @hostile, @hostile);
            """,
            new { hostile = Hostile });
        await _host.Send(new Application.Statistics.RollUpFunnel());
        await browser.Get("/ops/links?q=" + Uri.EscapeDataString(Hostile));

        foreach (var path in new[]
        {
            "/ops", "/ops?groupBy=tenant", "/ops/messages", "/ops/gateways", "/ops/audit", "/ops/links", $"/ops/links/{link.LinkId()}",
            "/ops/numbers", $"/ops/numbers/{link.NumberId()}", "/ops/webhooks",
            $"/ops/webhooks/{endpoint}",
            "/ops/deliveries", DeliveryPage, "/ops/tenants", $"/ops/tenants/{_host.Tenant.Tenant.Id}",
            "/ops/links?q=" + Uri.EscapeDataString(Hostile), "/ops/audit?actor=" + Uri.EscapeDataString(Hostile),
            "/ops/audit?action=" + Uri.EscapeDataString(Hostile),
            "/ops?done=" + Uri.EscapeDataString(Hostile),
        })
        {
            var page = await browser.Get(path);
            page.Text.Should().NotContain("<script>").And.NotContain("<img", path);
        }

        (await browser.Get($"/ops/links/{link.LinkId()}")).Text.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;");
        foreach (var shown in new[]
        {
            "/ops/deliveries", DeliveryPage, "/ops/messages", "/ops/audit", "/ops/gateways",
            "/ops?groupBy=tenant",
        })
            (await browser.Get(shown)).Text.Should().Contain("&lt;img src=x onerror=alert(2)&gt;", shown);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        using var browser = await _host.Operator();
        var link = await _host.NewLink();

        foreach (var path in OpsForms.All.Append($"/ops/links/{link.LinkId()}?handler=Revoke"))
        {
            var refused = await browser.Post(path, null, ("name", "tenant"), ("mode", "test"));

            refused.Status.Should().Be(403, path);
            refused.Text.Should().Contain("ANTIFORGERY_FAILED", path);
        }

        (await _host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("active");
        (await _host.Query<long>("select count(*) from audit_log where action <> 'SignedIn'")).Should().Be(0);
    }

    [Fact]
    public async Task Every_page_has_a_title_of_its_own()
    {
        using var viewer = await _host.Viewer();
        using var stranger = new OpsBrowser(_host.App.Urls.First());
        var (first, second) = (await _host.NewLink(), await _host.NewLink());
        var endpoint = await NewEndpoint("hook");
        var titles = new List<string>();
        foreach (var path in ListPaths.Concat(
        [
            $"/ops/links/{first.LinkId()}", $"/ops/links/{second.LinkId()}", $"/ops/numbers/{first.NumberId()}",
            $"/ops/numbers/{second.NumberId()}", $"/ops/webhooks/{endpoint}", $"/ops/tenants/{_host.Tenant.Tenant.Id}", "/ops/unheard-of",
            OpsBrowser.SignInPage,
        ]))
        {
            var page = (await (path == OpsBrowser.SignInPage ? stranger : viewer).Get(path)).Text;
            var title = page.Split("<title>")[1].Split("</title>")[0];
            title.Should().EndWith(" \u00B7 PilotPairing operations", path).And.MatchRegex("^[A-Za-z]", path);
            titles.Add(title);
        }

        titles.Should().OnlyHaveUniqueItems();
        titles.Should().Contain($"Link {first.LinkId()} \u00B7 PilotPairing operations");
    }

    private async Task<string> NewEndpoint(string name) =>
        (await _host.Post("/v1/webhooks",
            new { url = "http://127.0.0.1:9/hook?token=hidden", name, scope = "tenant", events = Array.Empty<string>() })).Expect(201)
                .Text("id");
}
