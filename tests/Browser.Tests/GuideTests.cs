using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The code's screen on the phone: one path, the current step marked and drawn, all of it seen at once.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class GuideTests(Site site)
{
    private const string Android =
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";
    private const string Iphone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    private const string Current = "[data-guide=code] [aria-current=step]";

    [Theory]
    [InlineData("pt-BR", Android)]
    [InlineData("es-ES", Android)]
    [InlineData("en-US", Iphone)]
    public async Task Code_button_and_every_step_are_seen_at_once_on_a_small_phone(string locale, string agent)
    {
        var (page, _) = await CodeOn(agent, locale);
        await page.ScreenshotAsync(
            new() { Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", $"guide-{locale.ToLowerInvariant()}.png") });

        (await page.EvaluateAsync<double>(
            "document.querySelector('[data-guide=code] li:last-child').getBoundingClientRect().bottom + scrollY")).Should()
                .BeLessThanOrEqualTo(640);
        await Expect(page.Locator("[data-copy-code]")).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(Android, "Menu", "Settings")]
    [InlineData(Iphone, "Settings", "Menu")]
    public async Task The_phone_at_hand_is_described_and_another_one_on_demand(string agent, string own, string other)
    {
        var (page, _) = await CodeOn(agent);
        var menu = page.Locator("[data-guide=code] li").Nth(1);
        (await menu.InnerTextAsync()).Should().Contain(own).And.NotContain(other);

        await page.TapAsync("[data-panel=code] [data-other-os]");

        (await menu.InnerTextAsync()).Should().Contain(other).And.NotContain(own);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_desk_that_knows_no_phone_shows_the_way_of_both_and_offers_no_other()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Requests());
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);

        (await page.Locator("[data-guide=qr] li").Nth(1).InnerTextAsync()).Should().Contain("Android").And.Contain("iPhone");
        await Expect(page.Locator("[data-other-os]:visible")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task One_step_is_current_and_drawn_with_its_words_as_the_pictures_name()
    {
        var (page, _) = await CodeOn(Android);
        var picture = page.Locator("[data-guide=code] [role=img]");
        var seen = new List<string>();
        for (var step = 0; step < 4; step++)
        {
            await Expect(page.Locator(Current)).ToHaveCountAsync(1);
            (await picture.GetAttributeAsync("aria-label")).Should().Be((await page.Locator(Current).InnerTextAsync()).Trim());
            seen.Add(await picture.InnerHTMLAsync());
            (await page.Locator("[data-guide=code] animate").CountAsync()).Should().Be(0, "a person who wants less motion sees none");
            await page.GetByRole(AriaRole.Button, new() { Name = "Next step" }).ClickAsync();
        }

        seen.Distinct().Should().HaveCount(4);
        await Expect(page.Locator(Current)).ToContainTextAsync("Open WhatsApp");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_tap_copies_the_code_and_opens_WhatsApp(bool opens)
    {
        var (page, link) = await CodeOn(Android);
        await page.EvaluateAsync("window.opened = []; HTMLAnchorElement.prototype.click = function () { opened.push(this.href); }; true");
        var code = await page.TextContentAsync("[data-code]");

        await page.TapAsync("[data-copy-code]");

        await Expect(page.Locator("[data-copy-code]")).ToHaveTextAsync("Code copied");
        (await page.EvaluateAsync<string[]>("opened")).Should().Equal("whatsapp://app");
        (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).Should().Be(code);
        if (opens)
            await page.EvaluateAsync(
                "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }); document.dispatchEvent(new Event('visibilitychange')); delete document.visibilityState");
        await page.Clock.FastForwardAsync(2500);
        await Expect(page.Locator("[data-unopened]")).ToBeVisibleAsync(new() { Visible = !opens });
        await Expect(page.Locator(Current)).ToContainTextAsync(opens ? "Menu" : "Open WhatsApp");
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private async Task<(IPage Page, Link Link)> CodeOn(string agent, string locale = "en-US")
    {
        var options = Site.Phone(locale);
        options.ViewportSize = new() { Width = 360, Height = 640 };
        options.UserAgent = agent;
        options.ReducedMotion = ReducedMotion.Reduce;
        var link = await site.NewLink(new { branding = new { companyName = "Clínica Aurora" } });
        var browser = await site.Open(options);
        await browser.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-start]");
        await page.TapAsync("[data-panel=app] [data-use=code]");
        await page.WaitForSelectorAsync(Site.LiveCode);
        await page.EvaluateAsync("scrollTo(0, 0)");
        return (page, link);
    }
}
