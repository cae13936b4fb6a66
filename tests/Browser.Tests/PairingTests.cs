using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The main job in a real browser with a script: from the tap to the receipt, without a reload.</summary>
[Collection(SiteCollection.Name)]
public sealed class PairingTests(Site site)
{
    [Theory]
    [InlineData("pt-BR", "WhatsApp conectado")]
    [InlineData("es-ES", "WhatsApp conectado")]
    [InlineData("en-US", "WhatsApp is connected")]
    public async Task A_tap_shows_a_QR_code_and_a_scan_connects_by_what_is_pushed_without_a_reload(string locale, string success)
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Requests(locale));
        var page = await browser.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        await page.Clock.InstallAsync();
        await page.GotoAsync(link.Url);
        await page.EvaluateAsync("window.here = true");

        await Site.Press(page);
        (await DrawsFinderPatterns(page)).Should().BeTrue("a phone finds a QR code by its three corners");
        (await page.Locator("[data-qr]").BoundingBoxAsync())!.Width.Should().BeGreaterThanOrEqualTo(240);

        await Site.StopClock(page);
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected] h1")).ToHaveTextAsync(success);
        (await page.EvaluateAsync<bool>("window.here === true")).Should().BeTrue("the page was not reloaded");
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync(Site.Shown(link.Phone));
        errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData(360, 740)]
    [InlineData(740, 360)]
    public async Task On_a_phone_the_code_is_one_tap_away_and_can_be_copied_however_it_is_held(int width, int height)
    {
        var link = await site.NewLink();
        var phone = Site.Phone();
        phone.ViewportSize = new() { Width = width, Height = height };
        await using var browser = await site.Open(phone);
        await browser.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        var asked = await page.RunAndWaitForRequestAsync(() => page.TapAsync("[data-start]"), "**/connect");
        asked.PostData.Should().Be("{}", "WhatsApp is opened with a QR code");
        await page.TapAsync("[data-use=code]:visible");
        await page.WaitForSelectorAsync(Site.LiveCode);
        await Expect(page.Locator("[data-panel=qr]")).ToBeHiddenAsync();

        var code = (await page.Locator("[data-code]").TextContentAsync())!;
        code.Should().MatchRegex("^[1-9A-HJ-NP-TV-Z]{8}$");
        await page.TapAsync("[data-copy-code]");
        (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).Should().Be(code);
        (await page.Locator("[data-spelled]").TextContentAsync()).Should()
            .Be($"Pairing code: {string.Join(' ', code[..4].ToCharArray())} dash {string.Join(' ', code[4..].ToCharArray())}");

        await page.TapAsync("[data-use=qr]");
        await Expect(page.Locator(Site.LiveQr)).ToBeInViewportAsync(new() { Ratio = 0.95f });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_clipboard_is_refused_the_code_is_copied_otherwise_or_at_least_selected_and_nothing_is_claimed(
        bool otherwise)
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Phone());
        await browser.AddInitScriptAsync(
            "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no permission', 'NotAllowedError'));" + (otherwise
                ? "" : "document.execCommand = () => false"));
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-start]");
        await page.TapAsync("[data-use=code]:visible");
        await page.WaitForSelectorAsync(Site.LiveCode);
        await page.FocusAsync("[data-copy-code]");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("[data-copy-code]"))
            .ToHaveTextAsync(otherwise ? "Code copied" : "Copy and open WhatsApp", new() { UseInnerText = true });
        await Expect(page.Locator("[data-copy-code]")).ToBeFocusedAsync();
        if (!otherwise)
            (await page.EvaluateAsync<string>("getSelection().toString()")).Should().Be(await page.TextContentAsync("[data-code]"));
    }

    [Fact]
    public async Task A_reload_keeps_the_state_and_a_second_tab_mirrors_it()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var first = await browser.NewPageAsync();
        await first.GotoAsync(link.Url);
        var second = await browser.NewPageAsync();
        await second.GotoAsync(link.Url);
        await Site.Press(first);
        await second.WaitForSelectorAsync(Site.LiveQr);
        var shown = await first.GetAttributeAsync("[data-qr]", "src");
        await Expect(second.Locator("[data-qr]")).ToHaveAttributeAsync("src", shown!);

        await first.ReloadAsync();
        await first.WaitForSelectorAsync(Site.LiveQr);
        await Expect(first.Locator("[data-qr]")).ToHaveAttributeAsync("src", shown!);
        await site.Simulate(link, "confirming");
        await Expect(first.Locator("[data-screen=confirming]")).ToBeVisibleAsync();
        await Expect(second.Locator("[data-screen=confirming]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Only_the_tab_that_paired_goes_where_the_SaaS_wants_it()
    {
        var link = await site.NewLink(new { redirectUrl = "https://app.example.com/done?x=1", redirectState = "s 1" });
        await using var browser = await site.Open();
        await browser.RouteAsync("https://app.example.com/**", route => route.FulfillAsync(new() { Body = "back home" }));
        var paired = await browser.NewPageAsync();
        await paired.GotoAsync(link.Url);
        var other = await browser.NewPageAsync();
        await other.GotoAsync(link.Url);
        await Site.Press(paired);
        await site.Simulate(link, "scan");

        await paired.WaitForURLAsync("https://app.example.com/**");
        paired.Url.Should().Contain("x=1").And.Contain("status=success").And.Contain($"numberId={link.NumberId}")
            .And.Contain("state=s%201");
        await Expect(other.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        other.Url.Should().Be(link.Url);
        (await other.ContentAsync()).Should().NotContain("app.example.com").And.NotContain(link.NumberId);
    }

    [Theory]
    [InlineData("passkey", "passkey_required")]
    [InlineData("wrong_number", "number_mismatch")]
    [InlineData("qr_exhausted", "stalled")]
    [InlineData("rate_limited", "cooling_down")]
    [InlineData("gateway_down", "gateway_unavailable")]
    public async Task Every_failure_has_a_screen_that_takes_the_focus(string happened, string phase)
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, happened);

        await Expect(page.Locator($"[data-screen={phase}]")).ToBeVisibleAsync();
        await Expect(page.Locator($"[data-screen={phase}] h1")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-screen]:visible")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_expired_QR_code_is_covered_at_once_and_the_next_one_does_not_move_the_page()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(new() { ReducedMotion = Microsoft.Playwright.ReducedMotion.Reduce });
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await Site.OpenAndPress(page, link);
        var before = await page.Locator("[data-tile=qr]").BoundingBoxAsync();

        await page.Clock.FastForwardAsync("01:05");
        await Expect(page.Locator("[data-tile=qr]")).ToHaveAttributeAsync("data-state", "expired");
        await Expect(page.Locator("[data-tile=qr] .cover button")).ToBeVisibleAsync();
        (await page.Locator("[data-tile=qr]").BoundingBoxAsync()).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task The_page_recovers_by_itself_when_the_server_comes_back()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await site.Host.Restart();
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
    }

    /// <summary>Three of the four corners carry the 7 by 7 pattern: dark, light, dark from the edge of the quiet zone inwards.</summary>
    private static async Task<bool> DrawsFinderPatterns(IPage page) => await page.EvaluateAsync<bool>(
        """
        async () => {
          const image = document.querySelector('[data-qr]');
          await image.decode();
          const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
          const paint = canvas.getContext('2d');
          paint.drawImage(image, 0, 0);
          const dark = (x, y) => paint.getImageData(x, y, 1, 1).data[0] < 128;
          const size = image.naturalWidth, module = 8, zone = 4 * module, half = module / 2;
          const corner = (left, top) => [...'1011101'].every((bit, i) => dark(left + i * module + half, top + 3 * module + half) === (bit === '1'));
          const far = size - zone - 7 * module;
          return !dark(half, half) && corner(zone, zone) && corner(far, zone) && corner(zone, far);
        }
        """);
}
