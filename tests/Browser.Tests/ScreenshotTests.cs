using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>A picture of every state for people to look at, and a check that nothing sticks out sideways.</summary>
[Collection(SiteCollection.Name)]
public sealed class ScreenshotTests(Site site)
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots");

    [Theory]
    [InlineData("ready", null, "ready")]
    [InlineData("awaiting_scan", null, "pair")]
    [InlineData("confirming", "confirming", "confirming")]
    [InlineData("passkey_required", "passkey", "passkey_required")]
    [InlineData("number_mismatch", "wrong_number", "number_mismatch")]
    [InlineData("cooling_down", "rate_limited", "cooling_down")]
    [InlineData("gateway_unavailable", "gateway_down", "gateway_unavailable")]
    [InlineData("stalled", "qr_exhausted", "stalled")]
    [InlineData("connected", "scan", "connected")]
    public async Task Every_state_fits_small_and_large_screens_in_light_and_dark(string name, string? happened, string screen)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var size in new[] { Site.Phone("pt-BR", scheme), Site.Desk("pt-BR", scheme) })
            {
                var link = await site.NewLink(new { branding = new { companyName = "Clínica Aurora", supportUrl = "https://example.com/help" } });
                await using var browser = await site.Open(size);
                var page = await browser.NewPageAsync();
                await page.GotoAsync(link.Url);
                if (name != "ready")
                    await page.ClickAsync("[data-start]");
                if (name != "ready")
                    await page.WaitForSelectorAsync("[data-tile][data-state=live]:visible");
                if (happened is not null)
                    await site.Simulate(link, happened);
                await Expect(page.Locator($"[data-screen={screen}]")).ToBeVisibleAsync();

                (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).Should().BeTrue(name);
                var height = await page.EvaluateAsync<int>("Math.max(innerHeight, document.body.scrollHeight)");
                await page.SetViewportSizeAsync(size.ViewportSize!.Width, height);
                await page.EvaluateAsync("Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity).map(one => one.finished))");
                await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{size.ViewportSize.Width}-{scheme.ToString().ToLowerInvariant()}.png") });
            }
        }
    }
}
