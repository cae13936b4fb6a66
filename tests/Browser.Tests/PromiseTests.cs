using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// What the page says it will do, it does: after a lost network, at Meta, and where no way is left. Gateways that were away have tests of
/// their own.
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
}
