using System.Net;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The same job with scripts switched off: forms, a page that looks again by itself, and the simulated phone.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class WithoutScriptTests(Site site)
{
    [Fact]
    public async Task Forms_and_refreshes_lead_from_the_tap_to_the_receipt()
    {
        var link = await site.NewLink(new { locale = "es" });
        await using var browser = await site.Open(new() { JavaScriptEnabled = false });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "es");

        await page.ClickAsync("[data-start]");
        await Expect(page.Locator("[data-qr]"))
            .ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("^data:image/png;base64,"));
        await Expect(page.Locator("[data-code]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-copy-code]")).ToBeHiddenAsync();

        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync(Site.Shown(link.Phone));
    }

    [Fact]
    public async Task Without_a_script_the_paired_browser_is_redirected_and_a_forwarded_link_is_not()
    {
        var link = await site.NewLink(new { redirectUrl = "https://app.example.com/done", redirectState = "s 1" });
        await using var browser = await site.Open(new() { JavaScriptEnabled = false, Locale = "en-US" });
        var examined = new TaskCompletionSource();
        await browser.RouteAsync("https://app.example.com/**", async route =>
        {
            await examined.Task;
            await route.FulfillAsync(new() { Body = "back home" });
        });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.ClickAsync("[data-start]");
        await site.Simulate(link, "scan");
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync("Returning to the sender of this link in 3 s");
        page.Url.Should().Be(link.Url, "the address may be forwarded");

        examined.SetResult();
        await page.WaitForURLAsync("https://app.example.com/**");
        page.Url.Should().Contain("status=success").And.Contain($"numberId={link.NumberId}").And.Contain("state=s%201");

        await using var other = await site.Open(new() { JavaScriptEnabled = false });
        var forwarded = await other.NewPageAsync();
        await forwarded.GotoAsync(link.Url);
        await Expect(forwarded.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        (await forwarded.ContentAsync()).Should().NotContain("app.example.com").And.NotContain(link.NumberId);
    }

    [Fact]
    public async Task The_simulated_phone_links_when_its_button_is_pressed()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        var phone = await browser.NewPageAsync();
        await phone.GotoAsync(await Payload(link));
        await phone.ReloadAsync();
        (await site.Info(link)).GetProperty("phase").GetString().Should().Be("awaiting_scan", "looking at a QR code links nothing");

        await phone.ClickAsync("button");
        await Expect(phone.Locator("h1")).ToHaveTextAsync("Device linked");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        await phone.GotoAsync(site.Host.Url + "/simulator/phone/0123.456");
        await Expect(phone.Locator("h1")).ToHaveTextAsync("Not a code of the simulator");
    }

    [Fact]
    public async Task Cross_site_posts_are_refused_and_start_nothing()
    {
        var link = await site.NewLink();
        foreach (var (name, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
            ("Origin", "https://evil.example") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(link.Url).PathAndQuery) { Content = new FormUrlEncodedContent([]) };
            request.Headers.TryAddWithoutValidation(name, value);
            using var response = await site.Http.SendAsync(request);
            response.StatusCode.Should().Be(HttpStatusCode.Forbidden, value);
        }

        (await site.Info(link)).GetProperty("phase").GetString().Should().Be("ready");
    }

    /// <summary>What the QR code says, from the simulator itself.</summary>
    private Task<string> Payload(Link link) => site.Host.QrPayloadOf(link.NumberId);
}
