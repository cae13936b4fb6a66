using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The page where things are not as its authors have them: no mouse, no network, other browsers, other colours, and tenants who write
/// markup.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class RobustPageTests(Site site)
{
    [Fact]
    public async Task A_keyboard_is_enough_from_the_link_to_the_receipt_and_the_code_is_one_key_behind_the_QR()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-start]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(Site.LiveQr);
        await Expect(page.Locator("[data-panel=qr] h1")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-panel=qr] [data-use=code]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-panel=code] h1")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-copy-code]")).ToBeFocusedAsync();
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected] h1")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_screen_reader_announces_the_code_once_and_its_end_but_no_countdown()
    {
        var link = await site.NewLink(new { methods = new[] { "code" } });
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(link.Url);
        await page.EvaluateAsync(
            "said = []; new MutationObserver(() => { const text = document.querySelector('[data-voice]').textContent; if (text) said.push(text); }).observe(document.querySelector('[data-voice]'), { childList: true })");
        await page.TapAsync("[data-start]");
        await page.WaitForSelectorAsync(Site.LiveCode);
        await page.Clock.RunForAsync(1000);
        await page.Clock.FastForwardAsync("02:32");
        await page.Clock.RunForAsync(2000);
        await page.Clock.FastForwardAsync("00:33");
        await page.Clock.RunForAsync(2000);

        var response = await page.EvaluateAsync<string[]>("said");
        response.Should().HaveCount(3);
        response[0].Should().MatchRegex("^Pairing code: . . . . dash . . . .$");
        response[1].Should().Be("The code expires in 30 seconds");
        response[2].Should().Be("This code has expired");
        await Expect(page.Locator("[data-tile=code] .cover button")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-copy-code]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_a_network_the_page_says_so_and_goes_on_when_it_is_back()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await browser.SetOfflineAsync(true);
        await Expect(page.Locator("[data-notice]")).ToContainTextAsync("No internet connection");
        await site.Simulate(link, "scan");
        await browser.SetOfflineAsync(false);
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-notice]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task On_a_slow_network_a_tap_is_answered_at_once_and_a_second_one_starts_nothing_more()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        var starts = 0;
        var answered = new TaskCompletionSource();
        await page.RouteAsync("**/connect", async route =>
        {
            Interlocked.Increment(ref starts);
            await answered.Task;
            await route.ContinueAsync();
        });
        await page.EvaluateAsync("for (let taps = 0; taps < 3; taps++) document.querySelector('[data-start]').click()");
        await Expect(page.Locator("[data-tile=qr] .wait")).ToBeVisibleAsync();
        answered.SetResult();
        await page.WaitForSelectorAsync(Site.LiveQr);
        starts.Should().Be(1);
    }

    [Theory]
    [InlineData(429, "RATE_LIMITED")]
    [InlineData(500, "INTERNAL_ERROR")]
    [InlineData(503, "DATABASE_UNAVAILABLE")]
    public async Task A_tap_that_is_refused_does_not_leave_the_page_preparing_for_ever(int status, string code)
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/connect", route =>
            route.FulfillAsync(new() { Status = status, ContentType = "application/json", Body = $$"""{"code":"{{code}}"}""" }));
        await page.GotoAsync(link.Url);
        await page.ClickAsync("[data-start]");
        await Expect(page.Locator("[data-notice]")).ToHaveTextAsync("That did not work right now. Try again.");
        await Expect(page.Locator("[data-start]")).ToBeVisibleAsync();

        await page.UnrouteAsync("**/connect");
        await Site.Press(page);
        await Expect(page.Locator("[data-notice]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Where_a_stream_cannot_pass_the_page_asks_and_an_end_shows_by_itself()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/events*", route => route.AbortAsync());
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, "passkey");
        await Expect(page.Locator("[data-screen=passkey_required]")).ToBeVisibleAsync();
        await site.Host.Expire(link.NumberId);
        await Expect(page.Locator("[data-screen=expired]")).ToContainTextAsync("This link has expired");
    }

    [Fact]
    public async Task A_link_that_is_withdrawn_while_open_says_so_and_offers_nothing_that_fails()
    {
        var link = await site.NewLink(new { branding = new { companyName = "Aurora" } });
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        var violations = new List<string>();
        page.Console += (_, message) =>
            { if (message.Text.Contains("Security Policy", StringComparison.Ordinal)) violations.Add(message.Text); };
        await page.GotoAsync(link.Url);
        await site.Keyed($"/v1/links/{link.Id}/revoke", new { });
        await Expect(page.Locator("[data-screen=expired] h1")).ToHaveTextAsync("This link was withdrawn");
        await Expect(page.Locator("[data-screen=expired]")).ToContainTextAsync("It was withdrawn by Aurora");
        await Expect(page.Locator("[data-ask]:visible")).ToHaveCountAsync(0);
        violations.Should().BeEmpty();
    }

    [Fact]
    public async Task Retrying_after_a_passkey_where_Meta_is_another_way_gives_a_fresh_code()
    {
        var link = await site.NewLink(new { methods = new[] { "qr", "code", "meta" } });
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        var before = await page.GetAttributeAsync("[data-qr]", "src");
        await site.Simulate(link, "passkey");
        await page.ClickAsync("[data-screen=passkey_required] button[type=submit]");
        await page.WaitForSelectorAsync(Site.LiveQr);
        (await page.GetAttributeAsync("[data-qr]", "src")).Should().NotBe(before);
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-A155M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0 Mobile Safari/537.36 Instagram 330.0.0.40.92 Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/459.0]")]
    [InlineData("Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 WhatsApp/2.24.9")]
    public async Task Inside_an_app_without_storage_or_clipboard_the_code_still_leads_to_the_receipt(string userAgent)
    {
        var options = Site.Phone();
        options.UserAgent = userAgent;
        var link = await site.NewLink();
        await using var browser = await site.Open(options);
        await browser.AddInitScriptAsync(
            "for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('off', 'SecurityError'); } }); Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        var page = await browser.NewPageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-start]");
        await page.TapAsync("[data-use=code]:visible");
        await page.WaitForSelectorAsync(Site.LiveCode);
        await page.TapAsync("[data-copy-code]");
        await Expect(page.Locator("[data-copy-code]")).ToHaveTextAsync("Code copied");
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task In_forced_colours_the_QR_tile_stays_black_on_white_and_buttons_keep_an_edge()
    {
        var link = await site.NewLink();
        await using var browser =
            await site.Open(new()
            {
                Locale = "en-US",
                ForcedColors = ForcedColors.Active,
                ColorScheme = ColorScheme.Dark,
                ReducedMotion = ReducedMotion.Reduce
            });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        (await page.EvaluateAsync<int>("document.getAnimations().length")).Should().Be(0, "less motion was asked for");
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('[data-start]')).borderTopStyle")).Should().Be("solid");
        await Site.Press(page);
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('[data-tile=qr]')).backgroundColor")).Should()
            .Be("rgb(255, 255, 255)");
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(320, 640)]
    [InlineData(1280, 900)]
    public async Task With_letters_twice_as_large_no_code_is_cut(int width, int height)
    {
        var link = await site.NewLink(new { branding = new { supportUrl = "https://example.com/help" } });
        await using var browser =
            await site.Open(new()
            {
                Locale = "es-ES",
                ViewportSize = new() { Width = width, Height = height },
                ReducedMotion = ReducedMotion.Reduce
            });
        await browser.AddInitScriptAsync(
            "const large = new CSSStyleSheet(); large.replaceSync('html { font-size: 200% }'); document.adoptedStyleSheets = [large]");
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
        await page.ClickAsync("[data-use=code]");
        await page.EvaluateAsync("for (const one of document.querySelectorAll('details')) one.open = true");
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
        await page.EvaluateAsync("for (const one of document.querySelectorAll('[data-tile]')) one.dataset.state = 'expired'");
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("<script>window.ran = 1</script>")]
    [InlineData("\"><img src=x onerror=ran=1>")]
    [InlineData("'--></style></script><svg/onload=ran=1>")]
    [InlineData("</title><script>ran=1</script>")]
    [InlineData("{{constructor.constructor('ran=1')()}}${ran=1}")]
    [InlineData("&lt;img src=x onerror=ran=1&gt;")]
    [InlineData("**<b onclick=ran=1>{0}{1}%s</b>**")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW")]
    [InlineData("\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \u4f60\u597d \ud83d\ude80 Z\u0351\u036b\u0343a\u0334\u0321l\u0319g\u035ao")]
    public async Task What_a_tenant_or_a_URL_writes_is_text_and_stays_in_its_place(string text)
    {
        var link = await site.NewLink(
            new
            {
                name = text,
                branding = new
                {
                    companyName = text,
                    subtitle = text,
                    supportUrl = "https://example.com/%22onclick=ran=1"
                }
            });
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        var alarms = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") alarms.Add(message.Text); };
        page.PageError += (_, error) => alarms.Add(error);
        var written = Uri.EscapeDataString(text);
        foreach (var query in new[] { "",
            $"?companyName={written}&subtitle={written}&primaryColor={written}&backgroundColor={written}&logoUrl={written}&theme={written}&lang={written}&parentOrigin={written}&embed=1" })
        {
            await page.GotoAsync(link.Url + query);
            (await page.EvaluateAsync<JsonElement>(
                "[typeof ran, document.querySelectorAll('main script, main style, img[src=x], [onclick], [onerror], [onload]').length]"))
                    .ToString().Should().Be("[\"undefined\",0]");
            (await page.Locator(".trust dd").First.TextContentAsync()).Should().Be(text);
            (await Fit.LayoutProblems(page)).Should().BeEmpty();
        }

        await page.TapAsync("[data-start]");
        await page.WaitForSelectorAsync("[data-tile][data-state=live]:visible");
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync(text.Replace("  ", " ", StringComparison.Ordinal));
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
        alarms.Should().BeEmpty();
    }
}
