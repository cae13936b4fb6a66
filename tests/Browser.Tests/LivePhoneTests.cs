using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>A published host whose live tenant pairs through our own gateway, on a fake WhatsApp.</summary>
public sealed class LiveSite : IAsyncLifetime
{
    internal FakeWhatsApp WhatsApp { get; private set; } = null!;

    internal Site Site { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        WhatsApp = await FakeWhatsApp.Start();
        Site = new([
            .. WhatsApp.Settings("main").Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)),
            ("PairingBudget__PerQuarterHour", "1000"), ("PairingBudget__PerDay", "1000")]);
        await Site.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Site.DisposeAsync();
        await WhatsApp.DisposeAsync();
    }
}

/// <summary>The main job with a live number, from the tap to the receipt: the companion protocol is real, the phone is played.</summary>
public sealed class LivePhoneTests(LiveSite live) : IClassFixture<LiveSite>
{
    [Fact]
    public async Task A_scanned_QR_code_connects_the_page_without_a_reload()
    {
        var link = await live.Site.NewLink(key: live.Site.Host.LiveKey);
        await using var browser = await live.Site.Open(Site.Requests());
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await page.EvaluateAsync("window.here = true");

        await live.WhatsApp.Scan(await live.Site.Host.QrPayloadOf(link.NumberId), link.Phone);

        await Expect(page.Locator("[data-screen=connected] h1")).ToHaveTextAsync("WhatsApp is connected");
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync(Site.Shown(link.Phone));
        (await page.EvaluateAsync<bool>("window.here === true")).Should().BeTrue("the page was not reloaded");
    }

    [Fact]
    public async Task A_typed_pairing_code_connects_the_page()
    {
        var link = await live.Site.NewLink(key: live.Site.Host.LiveKey);
        await using var browser = await live.Site.Open(Site.Phone());
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-start]");
        await page.TapAsync("[data-use=code]:visible");
        await page.WaitForSelectorAsync(Site.LiveCode);

        await live.WhatsApp.TypeCode((await page.Locator("[data-code]").TextContentAsync())!, link.Phone);

        await Expect(page.Locator("[data-screen=connected] h1")).ToHaveTextAsync("WhatsApp is connected");
    }

    [Fact]
    public async Task A_passkey_that_the_phone_asks_for_is_named_on_the_page()
    {
        var link = await live.Site.NewLink(key: live.Site.Host.LiveKey);
        await using var browser = await live.Site.Open(Site.Requests());
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await live.WhatsApp.Mode("passkey");
        try
        {
            await live.WhatsApp.Scan(await live.Site.Host.QrPayloadOf(link.NumberId), link.Phone);

            await Expect(page.Locator("[data-screen=passkey_required]")).ToBeVisibleAsync();
        }
        finally
        {
            await live.WhatsApp.Mode("normal");
        }
    }
}
