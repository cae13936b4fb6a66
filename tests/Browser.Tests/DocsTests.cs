using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The description's page: only files of this host, readable on a phone and a desk, in light and dark, and a way out without a script.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class DocsTests(Site site)
{
    private const string Lines =
        "name => { const words = document.createRange(); words.selectNodeContents(name); return new Set([...words.getClientRects()].map(box => Math.round(box.bottom))).size; }";

    /// <summary>The list, a guide of commands, the longest tables, the widest.</summary>
    private static readonly (string Link, string Heading)[] Guides =
    [
        ("", "Guides"),
        ("The API, for the engineer of a SaaS", "The API, for the engineer of a SaaS"),
        ("Operating PilotPairing", "Operating PilotPairing"),
        ("Benchmarks", "Benchmarks"),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_shows_every_operation_from_this_host_alone_and_fits_the_screen(bool isPhone)
    {
        await using var browser = await site.Open(isPhone ? Site.Phone() : Site.Requests());
        var page = await browser.NewPageAsync();
        var (requests, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync(site.Host.Url + "/docs");
        var operation = page.Locator("#operations-Numbers-post_numbers_remote-pairing");
        await Expect(operation).ToBeVisibleAsync();
        (await page.Locator(".opblock").CountAsync()).Should().BeGreaterThan(50);
        await ShouldFit(page);
        await operation.Locator(".opblock-summary-control").First.ClickAsync();
        await Expect(operation).ToContainTextAsync("Cliente Acme");
        var header = operation.Locator(".parameter__name").Filter(new() { HasText = "Idempotency-Key" });
        (await header.EvaluateAsync<int>(Lines)).Should().Be(1, "a header's name is read as one word");

        await operation.ScrollIntoViewIfNeededAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await ShouldFit(page);
            await Picture(page, $"docs-{(isPhone ? 360 : 1280)}-{scheme}");
        }

        complaints.Should().BeEmpty();
        requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal))
            .Should().OnlyContain(request => request.StartsWith(site.Host.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_script_the_page_leads_to_the_description()
    {
        await using var browser = await site.Open(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 740 } });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(site.Host.Url + "/docs/index.html");

        var link = page.Locator(".note a");
        await Expect(link).ToBeVisibleAsync();
        await Picture(page, "docs-without-script-360");
        await link.ClickAsync();

        page.Url.Should().Be(site.Host.Url + "/openapi/v1.json");
        (await page.ContentAsync()).Should().Contain("post_numbers_remote-pairing");
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_guides_are_read_on_a_phone_and_a_desk_by_everyone(int width)
    {
        await using var browser = await site.Open(new() { ViewportSize = new() { Width = width, Height = 740 } });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        await page.GotoAsync(site.Host.Url + "/docs/guides");

        foreach (var (link, heading) in Guides)
        {
            if (link.Length > 0)
                await page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();
            await Expect(page.Locator("h1")).ToHaveTextAsync(heading);
            var name = $"guide-{page.Url.Split('/')[^1]}-{width}";
            (await Accessibility.ViolationsInBothThemes(page, scheme => Picture(page, $"{name}-{scheme}"))).Should().BeEmpty();
            await ShouldFit(page);
            if (link.Length > 0)
                await page.GetByRole(AriaRole.Link, new() { Name = "PilotPairing guides" }).ClickAsync();
        }

        complaints.Should().BeEmpty();
    }

    private static Task<byte[]> Picture(IPage page, string name) =>
        page.ScreenshotAsync(
            new() { Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name.ToLowerInvariant() + ".png") });

    private static async Task ShouldFit(IPage page) =>
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .Should().Be(0, "nothing makes the page scroll sideways");
}
