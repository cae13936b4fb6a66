using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Leads several open pages through everything the page can show. They mirror one link at a time, so each state is made once.
/// </summary>
/// <param name="check">Called with the name of each state while all pages show it.</param>
internal sealed class StateWalk(Site site, IReadOnlyList<IPage> pages, Func<string, Task> check)
{
    private const string Live = "[data-tile][data-state=live]:visible";

    private static readonly object Branding = new { companyName = "Clínica Aurora", supportUrl = "https://example.com/help" };

    public async Task Through()
    {
        var link = await site.NewLink(new { branding = Branding, failureRedirectUrl = "https://example.com/sorry" });
        await Open(link.Url);
        await check("ready");
        await Each(page => page.EvaluateAsync("for (const one of document.querySelectorAll('[data-help] > details')) one.open = true"));
        await check("ready-help");

        await Preparing();
        await Pair(link);
        await check("awaiting_scan");
        await Help();
        await OtherMethod();
        await check("awaiting_scan-other");
        await Each(page => page.EvaluateAsync("for (const one of document.querySelectorAll('[data-tile]')) one.dataset.state = 'expired'"));
        await check("code_expired-other");
        await OtherMethod();
        await check("code_expired");
        // The page's script believes that they still are, and writes only what changes.
        await Each(page => page.EvaluateAsync("for (const one of document.querySelectorAll('[data-tile]')) one.dataset.state = 'live'"));

        foreach (var (happened, phase) in new[] { ("passkey", "passkey_required"), ("wrong_number", "number_mismatch"),
            ("qr_exhausted", "stalled"), ("gateway_down", "gateway_unavailable") })
        {
            await site.Simulate(link, happened);
            await Show(phase);
            await check(phase);
            if (happened == "gateway_down")
                await site.Simulate(link, "gateway_up");
            await Pair(link);
        }

        await site.Simulate(link, "confirming");
        await Show("confirming");
        await check("confirming");
        // The simulator's check of the number is over before anybody could look.
        await Each(page => page.EvaluateAsync(
            "for (const one of document.querySelectorAll('[data-screen]')) one.hidden = one.dataset.screen !== 'verifying_number'"));
        await check("verifying_number");
        await Ends();
    }

    private async Task Ends()
    {
        var good = await site.NewLink(new { branding = Branding });
        await Open(good.Url);
        await Pair(good);
        await site.Simulate(good, "scan");
        await Show("connected");
        await check("connected");

        var link = await site.NewLink(new { branding = Branding });
        await Open(link.Url);
        await Pair(link);
        await site.Simulate(link, "rate_limited");
        await Show("cooling_down");
        await check("cooling_down");
        await site.Keyed($"/v1/test/links/{link.Id}/simulate", new { @event = "expire" });
        await Show("expired");
        await check("expired");
        await pages[0].ClickAsync("[data-screen=expired] [data-ask] button");
        await Open(link.Url, "asked=1");
        await check("expired-asked");

        var revoked = await site.NewLink(new { branding = Branding });
        await Open(revoked.Url);
        await site.Keyed($"/v1/links/{revoked.Id}/revoke", new { });
        await Show("expired");
        await check("revoked");
        await Open(site.Host.Url + "/connect/nonsense");
        await check("dead");
    }

    private async Task Open(string url, string? query = null)
    {
        await Each(page => page.GotoAsync(query is null ? url : $"{url}?{query}"));
    }

    /// <summary>The state of a page that waits for its first answer, and of one that got none.</summary>
    private async Task Preparing()
    {
        var held = new List<IRoute>();
        await Each(page => page.RouteAsync("**/connect", held.Add));
        await Each(page => page.ClickAsync("[data-start]"));
        await Show("pair");
        await check("preparing");
        foreach (var route in held)
            await route.AbortAsync();
        await Each(page => page.Locator("[data-notice]").WaitForAsync());
        await Each(page => page.UnrouteAsync("**/connect"));
        await check("ready-offline");
    }

    private async Task Pair(Link link)
    {
        using var answer = await site.Http.PostAsJsonAsync($"/v1/remote-pairing/{link.Token}/connect", new { refresh = true });
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
        await Each(page => page.WaitForSelectorAsync(Live));
    }

    private Task Help() => Each(page => page.EvaluateAsync("for (const one of document.querySelectorAll('details')) one.open = false"));

    private Task OtherMethod() => Each(async page =>
    {
        await page.ClickAsync("[data-use]:visible");
        await page.EvaluateAsync("scrollTo(0, 0)");
    });

    private Task Show(string screen) => Each(page => Expect(page.Locator($"[data-screen={screen}]")).ToBeVisibleAsync());

    private Task Each(Func<IPage, Task> act) => Task.WhenAll(pages.Select(act));
}
