using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Connecting on the phone that is to be paired: a tap opens WhatsApp, and where nothing comes of it the pairing code is there.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class TapTests(Site site)
{
    private const string DeviceLink = "[data-device-link]";

    [Fact]
    public async Task Two_taps_connect_the_phone_that_shows_the_page()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        (await site.Info(link)).GetProperty("phase").GetString().Should().Be("ready", "opening a page starts nothing");
        await page.TapAsync("[data-start]");

        await Expect(page.Locator(DeviceLink)).ToBeVisibleAsync();
        (await page.GetAttributeAsync(DeviceLink, "href")).Should().Be(await site.Host.QrPayloadOf(link.NumberId));
        await Expect(page.Locator("[data-panel=code], [data-panel=qr]").Filter(new() { Visible = true })).ToHaveCountAsync(0);
        var phone = await browser.RunAndWaitForPageAsync(() => page.TapAsync(DeviceLink));
        await phone.GetByRole(AriaRole.Button, new() { Name = "Link device" }).ClickAsync();

        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        (await site.Own(link)).GetProperty("funnel").GetProperty("tappedAt").GetString().Should().NotBeNull();
    }

    [Fact]
    public async Task The_link_leads_to_each_newest_QR_code()
    {
        var link = await site.NewLink(new { methods = new[] { "qr" } });
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-start]");
        await Expect(page.Locator(DeviceLink)).ToBeVisibleAsync();
        var first = await page.GetAttributeAsync(DeviceLink, "href");

        await site.Host.TurnQr(link.NumberId);

        await Expect(page.Locator(DeviceLink)).Not.ToHaveAttributeAsync("href", first!);
        await Expect(page.Locator("[data-tile=app][data-state=live]")).ToBeVisibleAsync();
        (await page.GetAttributeAsync(DeviceLink, "href")).Should().Be(await site.Host.QrPayloadOf(link.NumberId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Eight_seconds_after_a_tap_that_came_to_nothing_another_way_is_shown(bool onlyQr)
    {
        var link = await site.NewLink(new { methods = onlyQr ? new[] { "qr" } : ["qr", "code"] });
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-start]");
        await Expect(page.Locator("[data-tile=app][data-state=live]")).ToBeVisibleAsync();
        // Nothing on this phone answers to the link.
        await page.EvalOnSelectorAsync(DeviceLink, "link => link.addEventListener('click', event => event.preventDefault())");
        await page.TapAsync(DeviceLink);
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await page.Clock.FastForwardAsync(6000);
        await Expect(page.Locator("[data-untapped]")).ToBeHiddenAsync();

        await page.Clock.FastForwardAsync(3000);

        await Expect(page.Locator("[data-untapped]")).ToBeVisibleAsync();
        await Expect(page.Locator(onlyQr ? Site.LiveQr : Site.LiveCode)).ToBeVisibleAsync();
        await Expect(page.Locator("[data-panel=app]")).ToBeHiddenAsync();
        var funnel = (await site.Own(link)).GetProperty("funnel");
        funnel.GetProperty("tapReturnedAt").GetString().Should().NotBeNull();
        // The other way does not take the first one away.
        if (!onlyQr)
        {
            await page.TapAsync("[data-use=app]");
            await Expect(page.Locator(DeviceLink)).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_phone_that_loads_the_page_again_after_the_tap_waits_and_then_shows_the_code()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-start]");
        await Expect(page.Locator("[data-tile=app][data-state=live]")).ToBeVisibleAsync();
        await page.EvalOnSelectorAsync(DeviceLink, "link => link.addEventListener('click', event => event.preventDefault())");
        await page.TapAsync(DeviceLink);

        await page.ReloadAsync();

        await Expect(page.Locator("[data-tile=app][data-state=live]")).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync(9000);
        await Expect(page.Locator("[data-untapped]")).ToBeVisibleAsync();
        await Expect(page.Locator(Site.LiveCode)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_desk_and_a_link_of_codes_alone_are_not_offered_it()
    {
        var link = await site.NewLink();
        await using var requests = await site.Open(Site.Requests());
        var page = await requests.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await Expect(page.Locator(DeviceLink)).ToBeHiddenAsync();
        await page.ClickAsync("[data-use=code]:visible");
        await Expect(page.Locator("[data-use=app]")).ToBeHiddenAsync();

        var codes = await site.NewLink(new { methods = new[] { "code" } });
        await using var browser = await site.Open(Site.Phone());
        var phone = await browser.NewPageAsync();
        await phone.GotoAsync(codes.Url);
        await phone.TapAsync("[data-start]");
        await phone.WaitForSelectorAsync(Site.LiveCode);
        await Expect(phone.Locator(DeviceLink)).ToHaveCountAsync(0);
    }
}
