using System.Net.Http.Json;
using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// How the page receives changes where a stream is held back, breaks silently, or is overtaken; and what a tab gets that did not start the
/// pairing.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class HearingTests(Site site)
{
    /// <summary>What looks like a stream and brings nothing: a proxy keeps it until it is over.</summary>
    private const string HeldBack =
        """
        EventSource = class extends EventTarget {
          static CLOSED = 2;
          readyState = 1;
          constructor() { super(); setTimeout(() => { this.onopen?.(); this.dispatchEvent(new Event('open')); }); }
          close() { this.readyState = 2; }
        };
        """;

    /// <summary>Streams that can be made deaf, as a connection is whose other end is gone.</summary>
    private const string Breakable =
        """
        streams = [];
        EventSource = class extends EventSource {
          constructor(url) { super(url); streams.push(this); }
          addEventListener(name, act) { super.addEventListener(name, (event) => { if (!this.isDeaf) act(event); }); }
        };
        """;

    private const string ComeBack = "document.dispatchEvent(new Event('visibilitychange'))";

    [Fact]
    public async Task A_stream_that_opens_and_brings_nothing_is_polled_beside_even_when_an_answer_breaks_off()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        await browser.AddInitScriptAsync(HeldBack);
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/status", route =>
            route.FulfillAsync(new() { ContentType = "application/json", Body = "{\"phase\":" }), new() { Times = 1 });
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, "passkey");
        await Expect(page.Locator("[data-screen=passkey_required]")).ToBeVisibleAsync();
        await site.Host.Expire(link.NumberId);
        await Expect(page.Locator("[data-screen=expired]")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_died_without_a_word_is_found_out_on_coming_back_to_the_tab_and_within_half_a_minute(bool comesBack)
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        await browser.AddInitScriptAsync(Breakable);
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await Site.OpenAndPress(page, link);
        await page.EvaluateAsync("streams.at(-1).isDeaf = true");
        await site.Simulate(link, "confirming");
        if (comesBack)
            await page.EvaluateAsync(ComeBack);
        else
            await page.Clock.FastForwardAsync("00:31");
        await Expect(page.Locator("[data-screen=confirming]")).ToBeVisibleAsync();

        // Waiting for a function evaluates text, which the page forbids.
        await page.EvaluateAsync(
            "async () => { while (streams.at(-1).readyState !== 1 || streams.at(-1).isDeaf) await new Promise((next) => setTimeout(next, 20)); }");
        await Site.StopClock(page);
        await site.Host.Expire(link.NumberId);
        await Expect(page.Locator("[data-screen=expired]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_answer_that_comes_late_does_not_undo_what_was_pushed_since()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        var (asked, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/status", async route =>
        {
            var answer = await route.FetchAsync();
            asked.TrySetResult();
            await release.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.EvaluateAsync(ComeBack);
        await asked.Task.WaitAsync(Patience.Longest);
        await site.Simulate(link, "confirming");
        await Expect(page.Locator("[data-screen=confirming]")).ToBeVisibleAsync();

        await page.RunAndWaitForResponseAsync(() => { release.SetResult(); return Task.CompletedTask; }, "**/status");
        await page.WaitForTimeoutAsync(100);
        await Expect(page.Locator("[data-screen=confirming]")).ToBeVisibleAsync(new() { Timeout = 1 });
    }

    [Fact]
    public async Task A_second_tab_without_a_stream_shows_each_code_and_requests_none()
    {
        var link = await site.NewLink(new { redirectUrl = "https://app.example.com/done" });
        await using var browser = await site.Open();
        await browser.RouteAsync("https://app.example.com/**", route => route.FulfillAsync(new() { Body = "back home" }));
        var (paired, other) = (await browser.NewPageAsync(), await browser.NewPageAsync());
        var asked = 0;
        await other.RouteAsync("**/events*", route => route.AbortAsync());
        await other.RouteAsync("**/connect", route => { Interlocked.Increment(ref asked); return route.ContinueAsync(); });
        await other.GotoAsync(link.Url);
        await Site.OpenAndPress(paired, link);
        await other.WaitForSelectorAsync(Site.LiveQr);
        (await Drawn(other)).Should().Be(await Drawn(paired));
        (await other.TextContentAsync("[data-code]")).Should().Be(await paired.TextContentAsync("[data-code]"));

        await site.Simulate(link, "scan");
        await paired.WaitForURLAsync("https://app.example.com/**");
        await Expect(other.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        (await other.ContentAsync()).Should().NotContain("app.example.com");
        asked.Should().Be(0);
    }

    /// <summary>The modules of the QR code, however many pixels each of them has.</summary>
    private static Task<string> Drawn(IPage page) => page.EvaluateAsync<string>(
        """
        async () => {
          const image = document.querySelector('[data-qr]');
          await image.decode();
          const [paint, side] = [document.createElement('canvas').getContext('2d'), 45];
          paint.canvas.width = paint.canvas.height = side;
          paint.imageSmoothingEnabled = false;
          paint.drawImage(image, 0, 0, side, side);
          return paint.canvas.toDataURL();
        }
        """);

    [Fact]
    public async Task A_browser_that_lost_the_answer_to_connect_is_still_redirected()
    {
        var link = await site.NewLink(new { redirectUrl = "https://app.example.com/done" });
        await using var browser = await site.Open();
        await browser.RouteAsync("https://app.example.com/**", route => route.FulfillAsync(new() { Body = "back home" }));
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/events*", route => route.AbortAsync());
        await page.RouteAsync("**/connect", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.GotoAsync(link.Url);
        await page.ClickAsync("[data-start]");
        await Expect(page.Locator("[data-notice]")).ToContainTextAsync("No internet connection");
        await page.UnrouteAsync("**/connect");
        await page.UnrouteAsync("**/events*");
        await page.RunAndWaitForResponseAsync(() => page.WaitForSelectorAsync(Site.LiveQr), "**/connect");

        await site.Simulate(link, "scan");
        await page.WaitForURLAsync("https://app.example.com/**");
    }

    [Fact]
    public async Task A_phase_of_a_newer_server_leaves_what_is_shown()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        await browser.AddInitScriptAsync(Breakable);
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await page.EvaluateAsync(
            "streams.at(-1).dispatchEvent(new MessageEvent('phase', { data: '{\"phase\":\"checking_something_new\"}' }))");
        await Expect(page.Locator("[data-screen=pair]")).ToBeVisibleAsync();
        await site.Simulate(link, "confirming");
        await Expect(page.Locator("[data-screen=confirming]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_tab_that_mirrors_a_session_without_a_pairing_code_offers_one_instead_of_waiting_for_it()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        using (var pressed = await site.Http.PostAsJsonAsync($"/v1/remote-pairing/{link.Token}/connect", new { method = "qr" }))
            pressed.IsSuccessStatusCode.Should().BeTrue();
        await Expect(page.Locator("[data-tile=app][data-state=live]")).ToBeVisibleAsync();
        await page.TapAsync("[data-panel=app] [data-use=code]");
        await page.WaitForSelectorAsync(Site.LiveCode);
    }

    [Fact]
    public async Task A_session_with_a_pairing_code_alone_says_when_there_can_be_a_QR_code_and_then_asks_for_one()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        var codeAlone = $$"""
            {"state":"CONNECTING","phase":"awaiting_scan","sequence":1,"pairingCode":"ABCD-2345","pairingCodeExpiresAt":"{{TimeProvider.System.GetUtcNow().AddMinutes(2):O}}"}
            """;
        await page.RouteAsync("**/events*", route =>
            route.FulfillAsync(new() { ContentType = "text/event-stream", Body = $"event: snapshot\ndata: {codeAlone}\n\n" }));
        await page.RouteAsync("**/status", route => route.FulfillAsync(new() { ContentType = "application/json", Body = codeAlone }));
        await page.GotoAsync(link.Url);
        await page.WaitForSelectorAsync(Site.LiveCode);
        var asked = new List<string?>();
        await page.RouteAsync("**/connect", async route => { asked.Add(route.Request.PostData); await route.AbortAsync(); });

        await page.TapAsync("[data-use=qr]");
        await Expect(page.Locator("[data-tile=qr] .later")).ToHaveTextAsync("A QR code can be shown once the pairing code has expired.");
        await Expect(page.Locator("[data-tile=qr] .wait")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-tile=qr] .cover button")).ToBeHiddenAsync();
        (await Accessibility.ViolationsOn(page)).Should().BeEmpty();
        asked.Should().BeEmpty("a live code is never replaced");

        await page.Clock.FastForwardAsync("02:05");
        await Expect(page.Locator("[data-tile=qr] .cover button")).ToBeVisibleAsync();
        await page.TapAsync("[data-use=code]:visible");
        var request = await page.RunAndWaitForRequestAsync(() => page.TapAsync("[data-use=qr]"), "**/connect");
        request.PostData.Should().Be("""{"method":"qr"}""");
    }

    [Fact]
    public async Task A_busy_server_s_own_failure_is_not_shown_on_the_page()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.RouteAsync("**/connect/rp_*", route =>
            route.FulfillAsync(new()
            {
                Status = 429,
                ContentType = "text/html",
                Body = "<body><main><section data-screen=dead><h1>One moment, please</h1></section></main>"
            }));
        await site.Keyed($"/v1/links/{link.Id}/revoke", new { });
        await Expect(page.Locator("[data-screen=expired] h1")).ToHaveTextAsync("This link has expired");
    }

    [Fact]
    public async Task A_tap_that_nobody_answers_ends_with_a_word_and_the_button()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        await browser.AddInitScriptAsync(
            "const real = AbortSignal.timeout; AbortSignal.timeout = (milliseconds) => real.call(AbortSignal, milliseconds / 50)");
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/connect", _ => { });
        await page.GotoAsync(link.Url);
        await page.ClickAsync("[data-start]");
        await Expect(page.Locator("[data-notice]")).ToContainTextAsync("No internet connection");
        await Expect(page.Locator("[data-start]")).ToBeEnabledAsync();
        await Expect(page.Locator("[data-start]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_tap_that_is_answered_without_a_code_does_not_leave_the_page_preparing_for_ever()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, "qr_exhausted");
        var attempt = await page.EvaluateAsync<string>("Object.entries(sessionStorage).find(([name]) => name.endsWith('attempt'))[1]");
        await page.RouteAsync("**/connect", route =>
            route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = $$"""{"qrcodeBase64":null,"pairingCode":null,"expiresAt":null,"pairingCodeExpiresAt":null,"sequence":1,"attempt":"{{attempt}}"}"""
            }));
        await page.RunAndWaitForResponseAsync(() => page.ClickAsync("[data-screen=stalled] button"), "**/connect");
        await Expect(page.Locator("[data-screen=stalled] button")).ToBeVisibleAsync();
    }
}
