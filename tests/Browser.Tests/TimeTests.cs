using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>What the page counts by when the device's clock is set, or stands still with the device, while it is open.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class TimeTests(Site site)
{
    private const string Dead = "[data-tile=qr][data-state=expired]";

    [Theory]
    [InlineData(-90)]
    [InlineData(90)]
    public async Task A_clock_that_is_set_while_the_page_is_open_kills_no_code_and_keeps_none_alive(int minutes)
    {
        var (browser, page) = await Open();
        await using var _ = browser;
        await SetDevice(page, TimeSpan.FromMinutes(minutes));
        await page.WaitForResponseAsync("**/status", new() { Timeout = minutes > 0 ? 5000 : 1 })
            .ContinueWith(_ => { }, TaskScheduler.Default);
        await Expect(page.Locator(Site.LiveQr)).ToBeVisibleAsync();
        await Expect(page.Locator("[data-clock=qr] [data-left]")).ToHaveTextAsync(new Regex("^Expires in 0:5[0-9]$"));

        await page.Clock.FastForwardAsync("01:05");
        await Expect(page.Locator(Dead)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_a_sleep_that_stopped_the_pages_time_a_code_is_covered_before_any_answer()
    {
        var (browser, page) = await Open();
        await using var _ = browser;
        await page.RouteAsync("**/status", route => route.AbortAsync());
        await SetDevice(page, TimeSpan.FromSeconds(65));
        await Expect(page.Locator(Dead)).ToBeVisibleAsync(new() { Timeout = 1500 });
    }

    [Fact]
    public async Task What_the_server_says_puts_right_a_time_that_stood_still()
    {
        var (browser, page) = await Open();
        await using var _ = browser;
        var later = TimeProvider.System.GetUtcNow().AddSeconds(65).ToString("O");
        await page.EvaluateAsync(
            "(now) => streams.at(-1).dispatchEvent(new MessageEvent('phase', { data: JSON.stringify({ phase: 'awaiting_scan', now }) }))",
            later);
        await Expect(page.Locator(Dead)).ToBeVisibleAsync(new() { Timeout = 1500 });
    }

    private async Task<(IBrowserContext Browser, IPage Page)> Open()
    {
        var link = await site.NewLink();
        var browser = await site.Open();
        await browser.AddInitScriptAsync(
            "streams = []; EventSource = class extends EventSource { constructor(...of) { super(...of); streams.push(this); } };");
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await Site.OpenAndPress(page, link);
        return (browser, page);
    }

    /// <summary>Moves what the device calls the time; the page's own goes on as it did.</summary>
    private static async Task SetDevice(IPage page, TimeSpan by) =>
        await page.Clock.SetSystemTimeAsync(DateTimeOffset.FromUnixTimeMilliseconds(await page.EvaluateAsync<long>("Date.now()"))
            .UtcDateTime + by);
}
