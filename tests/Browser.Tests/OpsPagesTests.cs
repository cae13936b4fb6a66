using System.Net.Http.Json;
using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Every operations page at both widths and in both themes, with rows on it, without JavaScript; and the way from a search to an action.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class OpsPagesTests(Site site)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task Every_page_fits_and_is_accessible_in_both_themes(int width)
    {
        await using var sink = await WebhookSink.Start();
        var endpoint = (await site.Keyed("/v1/webhooks", new { url = sink.Url, name = "orders", scope = "tenant", events = new[] { "*" } }))
            .GetProperty("id").GetString()!;
        var dead = (await site.Keyed(
            "/v1/webhooks", new
            {
                url = "http://127.0.0.1:9/hook",
                name = "a receiver that is away",
                scope = "tenant",
                events = new[] { "link.created" }
            })).GetProperty("id").GetString()!;
        var link = await site.NewLink(new { externalRef = "customer-" + new string('x', 60), metadata = new { plan = "pro" } });
        await sink.Next();
        using var opened = await site.Http.PostAsJsonAsync(new Uri($"/v1/remote-pairing/{link.Token}/report", UriKind.Relative), new { kind = "opened", value = "en" });
        opened.EnsureSuccessStatusCode();
        await using var browser =
            await site.Open(new() { Locale = "en-US", ViewportSize = new() { Width = width, Height = 800 } });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
            {
                if (message.Type == "error"
                && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal)) complaints.Add(
                    message.Text);
            };
        await SignIn(page);
        var problems = new List<string>();

        await page.GotoAsync($"{site.Host.Url}/ops/webhooks/{endpoint}");
        await page.Locator("td a[href^='/ops/deliveries/']").First.ClickAsync();
        await Seen(page, "delivery", width, problems);
        foreach (var (name, path) in new[]
        {
            ("overview", "/ops"), ("links", "/ops/links"), ("links-bad-filter", "/ops/links?status=dead&tenant=me"),
            ("link", $"/ops/links/{link.Id}"), ("numbers", "/ops/numbers"),
            ("number", $"/ops/numbers/{link.NumberId}"), ("webhooks", "/ops/webhooks"), ("webhook", $"/ops/webhooks/{endpoint}"),
            ("webhook-dead", $"/ops/webhooks/{dead}"),
            ("deliveries", "/ops/deliveries"), ("messages", "/ops/messages"), ("gateways", "/ops/gateways"), ("tenants", "/ops/tenants"),
            ("audit", "/ops/audit"),
            ("missing", "/ops/links/lnk_00000000000000000000000000"),
        })
        {
            await page.GotoAsync(site.Host.Url + path);
            await Seen(page, name, width, problems);
        }

        await site.Host.FillFunnel();
        await page.GotoAsync(site.Host.Url + "/ops");
        await Seen(page, "overview-funnel", width, problems);
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Group the funnel by" })
            .GetByRole(AriaRole.Link, new() { Name = "tenant" }).ClickAsync();
        await Expect(page.Locator(".grouping [aria-current]")).ToHaveTextAsync("tenant");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "browser: " })).ToBeVisibleAsync();
        foreach (var summary in await page.Locator("summary").AllAsync())
            await summary.ClickAsync();
        await Expect(page.Locator("td a[href^='/ops/tenants/']:visible").Filter(new() { HasText = "browser" }).First).ToBeVisibleAsync();
        await Seen(page, "overview-by-tenant", width, problems);

        await page.GotoAsync(site.Host.Url + "/ops/tenants");
        await page.Locator("td a[href^='/ops/tenants/']").First.ClickAsync();
        await Seen(page, "tenant", width, problems);
        await page.GotoAsync(site.Host.Url + "/ops/tenants");
        var doomed = $"To be deleted {width}";
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(doomed);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = doomed }).ClickAsync();
        await page.GetByLabel("Type the name of the tenant").FillAsync("another");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete with all its data" }).ClickAsync();
        await Seen(page, "tenant-not-deleted", width, problems);
        await page.GetByLabel("Type the name of the tenant").FillAsync(doomed);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete with all its data" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Keep this tenant" })).ToBeVisibleAsync();
        await Seen(page, "tenant-to-be-deleted", width, problems);
        await page.GotoAsync(site.Host.Url + "/ops/tenants");
        await Seen(page, "tenants-to-be-deleted", width, problems);
        problems.Should().BeEmpty();
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_figures_of_an_open_overview_follow_what_happens()
    {
        await using var browser = await site.Open(new() { Locale = "en-US" });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        await SignIn(page);
        var active = page.Locator("[data-live='today-active']");
        var before = int.Parse(await active.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

        var link = await site.NewLink();

        await Expect(active).Not.ToHaveTextAsync($"{before}");
        link.Id.Should().NotBeEmpty();
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_funnel_of_an_open_overview_follows_its_sums()
    {
        await site.Host.FillFunnel();
        await using var browser = await site.Open(new() { Locale = "en-US" });
        var page = await browser.NewPageAsync();
        await page.AddInitScriptAsync(
            "window.EventSource = class extends EventSource { constructor(...of) { super(...of); window.figures = this; } };");
        await SignIn(page);
        // As the stream would send it a minute later, when the sums have moved on.
        await page.EvaluateAsync(
            """
            figures.close();
            figures.dispatchEvent(new MessageEvent("figures", { data: JSON.stringify({
              "funnel-made": "7,531", "funnel-bar-opened": "123", "funnel-sentence": "All links: seven thousand" }) }))
            """);

        await Expect(page.Locator("[data-live='funnel-made']")).ToHaveTextAsync("7,531");
        await Expect(page.Locator("[data-live='funnel-bar-opened']")).ToHaveAttributeAsync("width", "123");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "All links: seven thousand" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_link_is_found_and_revoked_and_a_tenant_made_without_a_script()
    {
        var link = await site.NewLink(new { externalRef = "find-me" });
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = false });
        var page = await browser.NewPageAsync();
        await SignIn(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Links", Exact = true }).ClickAsync();
        await page.GetByLabel("Link id, external reference or phone").FillAsync("find-me");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = link.Id }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The link is revoked.");
        (await site.Own(link)).GetProperty("status").GetString().Should().Be("revoked");

        await page.GetByRole(AriaRole.Link, new() { Name = "Tenants and keys" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Padaria");
        await page.GetByLabel("Mode").SelectOptionAsync("test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Expect(page.Locator(".secret")).ToContainTextAsync("ps_test_");
        await Picture(page, "ops-tenant-made-1280-light");
    }

    private async Task SignIn(IPage page)
    {
        await page.GotoAsync(site.Host.Url + "/ops");
        await page.GetByLabel("User", new() { Exact = true }).FillAsync("ops");
        await page.GetByLabel("Password").FillAsync(PublishedHost.OpsPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(site.Host.Url + "/ops");
    }

    private static async Task Seen(IPage page, string name, int width, List<string> problems)
    {
        var violations = await Accessibility.ViolationsInBothThemes(page, scheme => Picture(page, $"ops-{name}-{width}-{scheme}"));
        problems.AddRange((await Fit.LayoutProblems(page)).Concat(violations).Select(problem => $"{name}: {problem}"));
    }

    private static Task<byte[]> Picture(IPage page, string name) =>
        page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name.ToLowerInvariant() + ".png"),
                FullPage = true
            });
}
