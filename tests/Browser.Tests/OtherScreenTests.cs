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
        shared = [];
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
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(link.Url);
        await page.TapAsync("[data-help] > details:last-of-type > summary");

        await page.TapAsync(Share);

        var shared = await page.EvaluateAsync<Dictionary<string, string>[]>("shared");
        shared.Should().ContainSingle().Which["url"].Should().Be(link.Url);
        errors.Should().BeEmpty("a sheet that is closed is no error");
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

    [Fact]
    public async Task Paper_gets_the_address_and_the_steps_and_no_code_that_is_over_before_it_is_read()
    {
        var link = await site.NewLink(new { branding = new { companyName = "Aurora" } });
        await using var browser = await site.Open(Site.Requests(scheme: ColorScheme.Dark));
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(page.Locator("[data-tile=qr]")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-guide=qr] .steps")).ToBeVisibleAsync();
        await Expect(page.Locator("button:visible")).ToHaveCountAsync(0);
        await Expect(page.Locator(".other img")).ToBeVisibleAsync();
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('[data-guide=qr] .steps')).color")).Should()
            .Be("rgb(20, 32, 27)", "paper is light, whatever the screen is");
        await page.ScreenshotAsync(
            new() { Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", "print.png"), FullPage = true });
    }
}
