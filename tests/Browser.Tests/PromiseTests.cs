using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// What the page says it will do, it does: after a lost network, after a gateway that was away, at Meta, and where no way is left.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class PromiseTests(Site site)
{
    [Fact]
    public async Task A_press_without_a_network_is_made_good_when_there_is_one()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await browser.SetOfflineAsync(true);
        await page.ClickAsync("[data-start]");
        await Expect(page.Locator("[data-notice]")).ToContainTextAsync("We will continue as soon as it is back");
        (await site.Info(link)).GetProperty("phase").GetString().Should().Be("ready");

        await browser.SetOfflineAsync(false);

        await page.WaitForSelectorAsync(Site.LiveQr);
    }

    [Fact]
    public async Task A_gateway_that_is_back_goes_on_with_what_was_begun()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, "gateway_down");
        await Expect(page.Locator("[data-screen=gateway_unavailable]")).ToContainTextAsync("as soon as it responds");

        await site.Simulate(link, "gateway_up");

        await page.WaitForSelectorAsync(Site.LiveQr);
    }

    [Fact]
    public async Task A_pairing_that_was_given_up_goes_on_too_also_in_a_page_that_was_read_anew_meanwhile()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, "gateway_down");
        await site.Host.GiveUp(link.NumberId);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-screen=gateway_unavailable]")).ToBeVisibleAsync();

        await site.Simulate(link, "gateway_up");

        await page.WaitForSelectorAsync(Site.LiveQr);
    }

    [Fact]
    public async Task A_page_that_nobody_looks_at_waits_until_somebody_does()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.AddInitScriptAsync(
            """
            let away = false;
            Object.defineProperty(document, 'hidden', { get: () => away });
            Object.defineProperty(document, 'visibilityState', { get: () => away ? 'hidden' : 'visible' });
            look = (there) => { away = !there; document.dispatchEvent(new Event('visibilitychange')); };
            """);
        await page.Clock.InstallAsync();
        await Site.OpenAndPress(page, link);
        await page.EvaluateAsync("look(false)");
        await site.Simulate(link, "gateway_down");
        await Expect(page.Locator("[data-screen=gateway_unavailable]")).ToBeVisibleAsync();
        await site.Simulate(link, "gateway_up");
        await Expect(page.Locator("[data-screen=ready]")).ToBeVisibleAsync();
        await page.Clock.RunForAsync(3000);
        (await site.Own(link)).GetProperty("phase").GetString().Should().Be("ready");

        await page.EvaluateAsync("look(true)");
        await page.Clock.RunForAsync(1000);

        await page.WaitForSelectorAsync(Site.LiveQr);
    }

    [Fact]
    public async Task A_press_of_long_ago_is_not_made_good_any_more()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, "gateway_down");
        await Expect(page.Locator("[data-screen=gateway_unavailable]")).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync("16:00");

        await ReadyAfterwards(page, link);
    }

    [Fact]
    public async Task A_gateway_that_comes_and_goes_is_not_started_for_ever()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await Site.OpenAndPress(page, link);
        for (var start = 2; start <= 4; start++)
        {
            await Down();
            await site.Simulate(link, "gateway_up");
            await page.WaitForSelectorAsync(Site.LiveQr);
        }

        await Down();
        await ReadyAfterwards(page, link);
        // A person's own press counts anew.
        await Site.Press(page);
        await Down();
        await site.Simulate(link, "gateway_up");
        await page.WaitForSelectorAsync(Site.LiveQr);

        async Task Down()
        {
            await site.Simulate(link, "gateway_down");
            await Expect(page.Locator("[data-screen=gateway_unavailable]")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_tab_that_began_nothing_begins_nothing_when_the_gateway_is_back()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var (began, other) = (await browser.NewPageAsync(), await browser.NewPageAsync());
        await other.Clock.InstallAsync();
        await other.GotoAsync(link.Url);
        await Site.OpenAndPress(began, link);
        await began.CloseAsync();
        await site.Simulate(link, "gateway_down");
        await Expect(other.Locator("[data-screen=gateway_unavailable]")).ToBeVisibleAsync();

        await ReadyAfterwards(other, link);
    }

    [Theory]
    [InlineData("meta_cancel")]
    [InlineData("meta_error")]
    public async Task An_end_at_Meta_is_said_although_its_window_is_still_open(string happened)
    {
        var link = await site.NewMetaLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await Facebook.Open(page);
        await Expect(page.Locator("[data-pairing]")).ToHaveAttributeAsync("data-phase", "meta_waiting");

        await site.Keyed($"/v1/test/links/{link.Id}/simulate", new { @event = happened });

        await Expect(page.Locator("[data-said]")).ToContainTextAsync("You can start again");
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task The_second_tap_at_Meta_has_a_screen_of_its_own()
    {
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync((await site.NewMetaLink()).Url);
        await page.ClickAsync("[data-meta-start]:visible");

        await Expect(page.Locator("[data-screen=meta_open] h1")).ToHaveTextAsync("One more tap");
        await Expect(page.Locator("[data-screen]:visible")).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-screen=meta_open] [data-meta-start]")).ToBeFocusedAsync();
        (await Accessibility.ViolationsOn(page)).Should().BeEmpty();
        await page.ScreenshotAsync(new() { Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", "meta-open.png") });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_passkey_that_leaves_no_way_is_said_and_the_wish_is_passed_on(bool script)
    {
        var link = await site.NewLink(new { branding = new { companyName = "Aurora", supportUrl = "https://example.com/help" } });
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = script });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.ClickAsync("[data-start]");
        await page.WaitForSelectorAsync(Site.LiveQr);
        await site.Simulate(link, "passkey");
        var screen = page.Locator("[data-screen=passkey_required]");
        await Expect(screen).ToBeVisibleAsync();
        await Expect(screen).ToContainTextAsync("Trying again does not help");
        await Expect(screen).ToContainTextAsync("Aurora has been notified");
        // Without scripts the page reads itself again now and then.
        await Expect(screen.Locator("button:visible")).ToHaveTextAsync(["Tell me when it works"]);

        await screen.Locator("button:visible").ClickAsync();

        await Expect(screen.Locator("[data-asked]")).ToContainTextAsync("Aurora knows that you are waiting");
        await Expect(screen.Locator("[data-asked]")).ToBeVisibleAsync();
        var own = await site.Own(link);
        own.GetProperty("phoneMessage").GetString().Should().Be("tell_when_passkey_works");
        own.GetProperty("status").GetString().Should().Be("active");
    }

    /// <summary>The gateway is back, and the page starts nothing, though it had the time to. Its clock must have been installed.</summary>
    private async Task ReadyAfterwards(IPage page, Link link)
    {
        await site.Simulate(link, "gateway_up");
        await Expect(page.Locator("[data-screen=ready]")).ToBeVisibleAsync();
        await page.Clock.RunForAsync(3000);
        await Expect(page.Locator("[data-screen=ready]")).ToBeVisibleAsync();
        (await site.Own(link)).GetProperty("phase").GetString().Should().Be("ready");
    }
}
