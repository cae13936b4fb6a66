using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>How the page's address gets to another device: the share sheet, mail, SMS, and paper.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class OtherScreenTests(Site site)
{
    private const string Share = "[data-share]";

    private const string Sheet =
        """
        shared = []; unhandled = [];
        addEventListener('unhandledrejection', ({ reason }) => unhandled.push(reason.name));
        navigator.canShare = () => true;
        navigator.share = (what) => { shared.push(what); return Promise.reject(new DOMException('', 'AbortError')); };
        """;

    [Fact]
    public async Task A_device_with_a_share_sheet_opens_it_with_the_address_of_the_page()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(Site.Phone());
        await browser.AddInitScriptAsync(Sheet);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-help] > details:last-of-type > summary");

        await page.TapAsync(Share);

        var shared = await page.EvaluateAsync<Dictionary<string, string>[]>("shared");
        shared.Should().ContainSingle().Which["url"].Should().Be(link.Url);
        (await page.EvaluateAsync<string[]>("new Promise((done) => setTimeout(() => done(unhandled)))")).Should()
            .BeEmpty("a sheet that is closed is no error");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mail_and_SMS_carry_the_address_also_where_there_is_no_sheet_and_no_script(bool script)
    {
        var link = await site.NewLink();
        await using var browser = await site.Open(new() { Locale = "es-MX", JavaScriptEnabled = script });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.ClickAsync("[data-help] > details:last-of-type > summary");

        await Expect(page.Locator(Share)).ToBeHiddenAsync();
        (await Hrefs("mailto:")).Should().Equal($"mailto:?body={Uri.EscapeDataString(link.Url)}");
        (await Hrefs("sms:")).Should().Equal($"sms:?&body={Uri.EscapeDataString(link.Url)}");

        async Task<IEnumerable<string>> Hrefs(string scheme) =>
            (await Task.WhenAll((await page.Locator($".send a[href^='{scheme}']:visible").AllAsync())
                .Select(one => one.GetAttributeAsync("href")))).OfType<string>();
    }

    [Fact]
    public async Task A_frame_which_is_refused_the_sheet_does_not_offer_it()
    {
        await using var saas = await EmbeddingSite.Open(site);
        await saas.Page.Context.AddInitScriptAsync(Sheet);
        await saas.Mount("place", await site.NewLink());
        await saas.Frame.Locator("[data-help] > details:last-of-type > summary").ClickAsync();

        await Expect(saas.Frame.Locator(".send a").First).ToBeVisibleAsync();
        await Expect(saas.Frame.Locator(Share)).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paper_gets_the_address_and_the_steps_and_no_code_that_is_over_before_it_is_read(bool onPhone)
    {
        var link = await site.NewLink(new { branding = new { companyName = "Aurora" } });
        await using var browser = await site.Open(onPhone ? Site.Phone(scheme: ColorScheme.Dark) : Site.Requests(scheme: ColorScheme.Dark));
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link, onPhone ? "[data-tile=app][data-state=live]" : Site.LiveQr);
        if (onPhone)
            await page.TapAsync("[data-use=code]:visible");

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator("[data-tile]:visible")).ToHaveCountAsync(0);
        await Expect(page.Locator($"[data-guide={(onPhone ? "code" : "qr")}] .steps")).ToBeVisibleAsync();
        await Expect(page.Locator("button:visible, .pair .hint:visible, summary:visible")).ToHaveCountAsync(0);
        await Expect(page.Locator(".other img")).ToBeVisibleAsync();
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.other > div'), '::after').content")).Should()
            .Be($"\"{link.Url}\"", "people without a camera type it");
        (await page.EvaluateAsync<bool>(
            "document.querySelector('.other img').getBoundingClientRect().bottom < [...document.querySelectorAll('.pair h1')].find((one) => one.checkVisibility()).getBoundingClientRect().top"))
            .Should().BeTrue("what is scanned with a camera must not look like the code that the steps are about");
        await OnPaper(page, onPhone ? "print-code" : "print");
        await Picture(page, onPhone ? "print-code" : "print");
    }

    [Theory]
    [InlineData("scan", "connected")]
    [InlineData("gateway_down", "gateway_unavailable")]
    public async Task Paper_gets_a_receipt_as_readable_as_the_screen_has_it(string happened, string screen)
    {
        var link = await site.NewLink(new { branding = new { companyName = "Aurora" } });
        await using var browser = await site.Open(Site.Requests(scheme: ColorScheme.Dark));
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await site.Simulate(link, happened);
        await page.GotoAsync(link.Url + "?theme=dark");
        await Expect(page.Locator($"[data-screen={screen}]")).ToBeVisibleAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator($"[data-screen={screen}] h1")).ToBeVisibleAsync();
        await Expect(page.Locator("button:visible, summary:visible")).ToHaveCountAsync(0);
        await OnPaper(page, screen);
        await Picture(page, $"print-{screen}");
    }

    /// <summary>Paper is white and its ink is dark, whatever the screen is, and nothing on it is cut.</summary>
    private static async Task OnPaper(IPage page, string state)
    {
        (await page.EvaluateAsync<string[]>(
            """
            () => ['body', 'main'].map((one) => getComputedStyle(document.querySelector(one)))
              .flatMap(({ backgroundColor, color }) => [backgroundColor, color === 'rgb(20, 32, 27)' || color.startsWith('rgb(') && parseInt(color.slice(4)) < 64 ? 'dark' : color])
            """)).Should().Equal(["rgb(255, 255, 255)", "dark", "rgb(255, 255, 255)", "dark"], state);
        (await Fit.LayoutProblems(page)).Should().BeEmpty(state);
    }

    private static async Task Picture(IPage page, string name) => await page.ScreenshotAsync(
        new() { Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name + ".png"), FullPage = true });
}
