using System.Diagnostics;
using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>What the page may cost: bytes are counted where answers are, here requests, foreign hosts and movement.</summary>
[Collection(SiteCollection.Name)]
public sealed class BudgetTests(Site site)
{
    [Fact]
    public async Task Two_requests_make_the_page_usable_none_goes_elsewhere_and_a_new_QR_moves_nothing()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        await browser.AddInitScriptAsync(
            """
            shifts = []; streams = [];
            new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value))).observe({ type: 'layout-shift', buffered: true });
            EventSource = class extends EventSource { constructor(...of) { super(...of); streams.push(this); } };
            """);
        var page = await browser.NewPageAsync();
        var requests = new List<Uri>();
        page.Request += (_, request) => { if (!request.Url.StartsWith("data:", StringComparison.Ordinal)) requests.Add(new(request.Url)); };
        await page.GotoAsync(link.Url, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        requests.TakeWhile(request => !request.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal)).Should().HaveCount(2);

        const string Arrival = "screen => getComputedStyle(document.querySelector(`[data-screen=${screen}]`)).animationName";
        (await page.EvaluateAsync<string>(Arrival, "ready")).Should().Be("none", "what fades in is painted later");
        var top = (await page.Locator("main").BoundingBoxAsync())!.Y;
        await Site.Press(page);
        (await page.EvaluateAsync<string>(Arrival, "pair")).Should().Be("arrive");
        await page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        // The next code, as the server would push it.
        await page.EvaluateAsync(
            """
            async () => {
              shifts.length = 0;
              const [qr, other] = ['[data-qr]', '.other img'].map((one) => document.querySelector(one));
              const news = { sequence: 1 + Number(document.querySelector('[data-pairing]').dataset.sequence) + 5, qrcodeBase64: other.src, artifactExpiresAt: new Date(Date.now() + 20000).toISOString() };
              streams.at(-1).dispatchEvent(new MessageEvent('qr', { data: JSON.stringify(news) }));
              await qr.decode();
              for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
              if (qr.src !== other.src) throw new Error('the QR code was not replaced');
            }
            """);
        (await page.EvaluateAsync<double[]>("shifts")).Should().BeEmpty();

        await site.Simulate(link, "scan");
        await page.WaitForSelectorAsync("[data-screen=connected]:visible");
        (await page.EvaluateAsync<double>("scrollY + document.querySelector('main').getBoundingClientRect().y")).Should()
            .Be(top, "what a page has begun to show stays where it is");
        requests.Should().OnlyContain(request => request.GetLeftPart(UriPartial.Authority) == site.Host.Url);
    }

    [Fact]
    public async Task A_scan_is_on_the_page_within_a_second_and_no_press_is_answered_later_than_a_tenth_of_one()
    {
        // A machine that is busy makes one round slow; a page that asks instead of listening, or computes too much, is slow in each.
        var rounds = new List<(TimeSpan Changes, double Press)>();
        while (rounds.Count < 5
            && !(rounds.Any(round => round.Changes < TimeSpan.FromSeconds(1)) && rounds.Any(round => round.Press <= 100)))
            rounds.Add(await Round());

        rounds.Min(round => round.Changes).Should().BeLessThan(TimeSpan.FromSeconds(1));
        rounds.Min(round => round.Press).Should().BeInRange(1, 100, "milliseconds to the paint after the slowest of the presses");
    }

    private async Task<(TimeSpan Changes, double Press)> Round()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        await browser.AddInitScriptAsync(
            """
            presses = [];
            const watch = new PerformanceObserver((list) => presses.push(...list.getEntries().filter((entry) => entry.interactionId || entry.entryType === 'first-input').map((entry) => entry.duration)));
            watch.observe({ type: 'event', durationThreshold: 16, buffered: true });
            // Of the others, the quick ones are left out.
            watch.observe({ type: 'first-input', buffered: true });
            """);
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await page.ClickAsync("[data-use=code]");
        await page.WaitForSelectorAsync(Site.LiveCode);
        await page.ClickAsync("[data-use=qr]");
        await page.WaitForSelectorAsync(Site.LiveQr);

        await site.Simulate(link, "scan");
        var scanned = Stopwatch.GetTimestamp();
        await page.WaitForSelectorAsync("[data-screen=connected]:visible");
        return (Stopwatch.GetElapsedTime(scanned), (await page.EvaluateAsync<double[]>("presses")).Max());
    }
}
