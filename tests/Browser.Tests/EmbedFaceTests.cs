using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Frames that are blocked or fail have a face of the script's own, and sites that isolate themselves or choose a colour scheme get the
/// page all the same.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class EmbedFaceTests(Site site)
{
    private const string Face = "[role=alert]";

    [Theory]
    [InlineData("not allowed to frame")]
    [InlineData("forbidden by the site's own policy")]
    [InlineData("nobody listens")]
    [InlineData("the network breaks")]
    [InlineData("no answer comes")]
    public async Task A_frame_without_a_page_says_so_in_its_own_words_and_offers_the_way_on(string how)
    {
        await using var saas =
            await EmbeddingSite.Open(site, stoppedClock: true,
                frames: how.StartsWith("forbidden", StringComparison.Ordinal) ? "'none'" : null);
        var link = await site.NewLink(how.StartsWith("not allowed", StringComparison.Ordinal)
            ? new { allowedOrigins = new[] { "https://app.example.com" } } : null);
        if (how is "the network breaks")
            await saas.Page.RouteAsync("**/connect/rp_*", route => route.AbortAsync());
        if (how is "no answer comes")
            await saas.Page.RouteAsync("**/connect/rp_*", _ => Task.CompletedTask);
        await Site.StopClock(saas.Page);
        var baseUrl = how is "nobody listens" ? "http://127.0.0.1:9" : site.Host.Url;
        await saas.Page.EvaluateAsync(
            "([token, baseUrl]) => { window.handle = PilotPairing.connect.mount('#place', { token, baseUrl, locale: 'es', ...listening('place') }); }", new[] { link.Token, baseUrl });
        await saas.Page.Clock.FastForwardAsync(9_000);
        (await saas.Payloads("place", "onError")).Should().BeEmpty();

        await saas.Page.Clock.FastForwardAsync(2_000);

        (await saas.Payloads("place", "onError")).Should().ContainSingle().Which.GetProperty("code").GetString().Should()
            .Be("LOAD_TIMEOUT");
        await Expect(saas.Page.Locator(Face)).ToContainTextAsync("no se abrió aquí");
        await Expect(saas.Page.Locator("iframe")).ToBeHiddenAsync();
        await Expect(saas.Page.Locator(Face + " a")).ToHaveAttributeAsync("href", $"{baseUrl}/connect/{link.Token}?lang=es");
        (await saas.Log()).Should()
            .NotContain(entry => entry[0].GetString() == "policy" && entry[1].GetString()!.StartsWith("style", StringComparison.Ordinal));
        await saas.Page.EvaluateAsync("handle.destroy()");
        await Expect(saas.Page.Locator(Face)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_second_try_brings_the_page_where_the_network_is_back()
    {
        await using var saas = await EmbeddingSite.Open(site, stoppedClock: true);
        var link = await site.NewLink();
        await saas.Page.RouteAsync("**/connect/rp_*", route => route.AbortAsync());
        await saas.Page.EvaluateAsync("(token) => { window.handle = PilotPairing.connect.open({ token, ...listening('modal') }); }",
            link.Token);
        await saas.Page.Clock.FastForwardAsync(11_000);
        await Expect(saas.Page.Locator("dialog " + Face)).ToBeVisibleAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await saas.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await saas.Page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots",
                    $"embed-face-{scheme}.png".ToLowerInvariant())
                });
        }

        await saas.Page.UnrouteAsync("**/connect/rp_*");

        await saas.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await saas.Received("modal", "onReady");
        await Expect(saas.Page.Locator("dialog iframe")).ToBeVisibleAsync();
        await Expect(saas.Page.Locator(Face)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("require-corp", false)]
    [InlineData("credentialless", false)]
    [InlineData("require-corp", true)]
    [InlineData("credentialless", true)]
    public async Task A_site_that_isolates_itself_frames_the_page(string embedder, bool throughMeta)
    {
        await using var saas = await EmbeddingSite.Open(site, embedder: embedder);

        await saas.Mount("place", throughMeta ? await site.NewMetaLink() : await site.NewLink());

        await Expect(saas.Frame.Locator("[data-screen=ready]")).ToBeVisibleAsync();
        if (throughMeta)
            return;
        await saas.Frame.Locator("[data-start]").ClickAsync();
        await saas.Frame.Locator(Site.LiveQr).WaitForAsync();
    }

    [Fact]
    public async Task Metas_window_reports_back_to_a_page_with_an_embedder_policy()
    {
        var link = await site.NewMetaLink();
        using var answer = await site.Http.GetAsync(new Uri(link.Url));
        answer.Headers.GetValues("Cross-Origin-Embedder-Policy").Should().Equal("credentialless");
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        var window = await Facebook.Open(page);
        await window.WaitForLoadStateAsync();
        (await window.EvaluateAsync<bool>("!!opener")).Should().BeTrue();
    }

    [Theory]
    [InlineData("dark", ColorScheme.Light, "dark")]
    [InlineData("light", ColorScheme.Dark, "light")]
    [InlineData("light dark", ColorScheme.Dark, null)]
    [InlineData("normal", ColorScheme.Dark, null)]
    public async Task The_theme_follows_the_page_that_frames_it(string scheme, ColorScheme device, string? expected)
    {
        await using var saas = await EmbeddingSite.Open(site, new() { ColorScheme = device, Locale = "en-US" }, scheme: scheme);
        await saas.Mount("place", await site.NewLink());
        (await saas.Frame.Locator("html").GetAttributeAsync("data-theme") ?? "").Should().Be(expected ?? "");
    }

    [Fact]
    public async Task A_modal_on_a_desk_shows_code_and_steps_side_by_side_and_offers_to_close_it_after_success()
    {
        await using var saas = await EmbeddingSite.Open(site, Site.Requests());
        var link = await site.NewLink();
        await saas.OpenModal(link);
        await saas.Frame.Locator("[data-start]").ClickAsync();
        await saas.Frame.Locator(Site.LiveQr).WaitForAsync();
        var (code, steps) = ((await saas.Frame.Locator("[data-tile=qr]").BoundingBoxAsync())!,
            (await saas.Frame.Locator("[data-guide=qr] .steps").BoundingBoxAsync())!);
        (steps.X + steps.Width).Should().BeLessThan(code.X);
        (steps.Y + steps.Height).Should().BeLessThan(900, "no step is hidden");

        await site.Simulate(link, "scan");
        await saas.Received("modal", "onPaired");
        await saas.Frame.Locator("[data-close]").ClickAsync();

        await saas.Received("modal", "onClose");
        await Expect(saas.Page.Locator("dialog")).ToHaveCountAsync(0);
    }
}
