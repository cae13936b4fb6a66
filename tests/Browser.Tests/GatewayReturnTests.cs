using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// "We continue as soon as it responds": a gateway that is back goes on with what a person pressed, if that person is still there. How the
/// server notices that a real one is back is tested beside the gateways.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class GatewayReturnTests(Site site) : IAsyncLifetime
{
    private IBrowserContext _browser = null!;
    private IPage _page = null!;
    private Link _link = null!;

    public async Task InitializeAsync()
    {
        _browser = await site.Open();
        _page = await _browser.NewPageAsync();
        await _page.Clock.InstallAsync();
        _link = await site.NewLink();
    }

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task A_gateway_that_is_back_goes_on_with_what_was_begun()
    {
        await Site.OpenAndPress(_page, _link);
        await Down();

        await ShouldGoOn();
    }

    [Fact]
    public async Task A_pairing_that_was_given_up_goes_on_too_also_in_a_page_that_was_read_anew_meanwhile()
    {
        await Site.OpenAndPress(_page, _link);
        await Down();
        await site.Host.GiveUp(_link.NumberId);
        await _page.ReloadAsync();
        await Expect(_page.Locator("[data-screen=gateway_unavailable]")).ToBeVisibleAsync();

        await ShouldGoOn();
    }

    [Fact]
    public async Task A_page_that_nobody_looks_at_waits_until_somebody_does()
    {
        await _page.AddInitScriptAsync(
            """
            let away = false;
            Object.defineProperty(document, 'hidden', { get: () => away });
            Object.defineProperty(document, 'visibilityState', { get: () => away ? 'hidden' : 'visible' });
            look = (there) => { away = !there; document.dispatchEvent(new Event('visibilitychange')); };
            """);
        await Site.OpenAndPress(_page, _link);
        await _page.EvaluateAsync("look(false)");
        await Down();
        await ShouldStayReady();

        await _page.EvaluateAsync("look(true)");

        await _page.WaitForSelectorAsync(Site.LiveQr);
    }

    [Fact]
    public async Task A_press_of_long_ago_is_not_made_good_any_more()
    {
        await Site.OpenAndPress(_page, _link);
        await Down();
        await _page.Clock.FastForwardAsync("16:00");

        await ShouldStayReady();
    }

    [Fact]
    public async Task A_gateway_that_comes_and_goes_is_not_started_for_ever_but_a_press_of_a_persons_own_counts_anew()
    {
        await Site.OpenAndPress(_page, _link);
        for (var start = 2; start <= 4; start++)
        {
            await Down();
            await ShouldGoOn();
        }

        await Down();
        await ShouldStayReady();
        await Site.Press(_page);
        await Down();
        await ShouldGoOn();
    }

    [Fact]
    public async Task A_tab_that_began_nothing_begins_nothing_when_the_gateway_is_back()
    {
        var began = await _browser.NewPageAsync();
        await _page.GotoAsync(_link.Url);
        await Site.OpenAndPress(began, _link);
        await began.CloseAsync();
        await Down();

        await ShouldStayReady();
    }

    private async Task Down()
    {
        await site.Simulate(_link, "gateway_down");
        await Expect(_page.Locator("[data-screen=gateway_unavailable]")).ToContainTextAsync("as soon as it responds");
        await Expect(_page.Locator("[data-screen=gateway_unavailable]")).ToBeVisibleAsync();
    }

    private async Task ShouldGoOn()
    {
        await site.Simulate(_link, "gateway_up");
        await _page.WaitForSelectorAsync(Site.LiveQr);
    }

    /// <summary>The page starts nothing, though it had the time to.</summary>
    private async Task ShouldStayReady()
    {
        await site.Simulate(_link, "gateway_up");
        await Expect(_page.Locator("[data-screen=ready]")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await _page.Clock.RunForAsync(3000);
        await Expect(_page.Locator("[data-screen=ready]")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        (await site.Own(_link)).GetProperty("phase").GetString().Should().Be("ready");
    }
}
