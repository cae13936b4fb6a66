using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>Orders of events, found by random walks, in which the page once showed what was not so or lost who was operating it.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class StateReconciliationTests(Site site)
{
    [Fact]
    public async Task Another_try_while_the_gateway_is_still_away_does_not_bring_an_old_code_back()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, "gateway_down");
        var again = page.Locator("[data-screen=gateway_unavailable] button");
        await page.RunAndWaitForResponseAsync(() => again.ClickAsync(), "**/connect");
        await Expect(page.Locator("[data-notice]")).ToHaveTextAsync("That did not work right now. Try again.");
        await Expect(again).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Requesting_a_new_link_by_keyboard_moves_the_focus_to_the_confirmation()
    {
        var link = await site.NewLink();
        await site.Host.Expire(link.NumberId);
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.FocusAsync("[data-screen=expired] [data-ask] button");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-asked]")).ToBeFocusedAsync();
    }
}
