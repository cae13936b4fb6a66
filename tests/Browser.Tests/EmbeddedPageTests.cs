using System.Text.Json;
using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The page in a frame: which messages the parent gets, and which origins get none.</summary>
[Collection(SiteCollection.Name)]
public sealed class EmbeddedPageTests(Site site)
{
    [Fact]
    public async Task The_parent_receives_every_step_and_the_redirect_and_the_page_does_not_navigate()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewLink(new { allowedOrigins = new[] { parent.Origin }, redirectUrl = "https://app.example.com/done" });
        await using var browser = await site.Open();
        var (page, frame) = await Embed(browser, parent,
            $"{link.Url}?embed=1&autoStart=1&parentOrigin={Uri.EscapeDataString(parent.Origin)}");
        await frame.Locator(Site.LiveQr).WaitForAsync();
        await site.Simulate(link, "scan");
        await Expect(frame.Locator("[data-screen=connected]")).ToBeVisibleAsync();

        await page.WaitForFunctionAsync("heard.some(one => one.type === 'connect:paired')");
        var received = await page.EvaluateAsync<JsonElement>("heard");
        var types = received.EnumerateArray().Select(one => one.GetProperty("type").GetString()).ToList();
        types.Should().StartWith("connect:ready").And.Contain(["connect:step", "resize"])
            .And.ContainSingle(type => type == "connect:paired");
        received.EnumerateArray().Should()
            .OnlyContain(one => one.GetProperty("source").GetString() == "pilot-status-embed" && one.GetProperty("v").GetInt32() == 1);
        var paired = received.EnumerateArray().Single(one => one.GetProperty("type").GetString() == "connect:paired")
            .GetProperty("payload");
        paired.GetProperty("numberId").GetString().Should().Be(link.NumberId);
        paired.GetProperty("redirectUrl").GetString().Should().StartWith("https://app.example.com/done?").And.Contain("status=success");
        await Expect(frame.Locator("[data-going]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_parent_origin_that_may_not_frame_the_page_receives_nothing_and_starts_nothing()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewLink(new { allowedOrigins = new[] { parent.Origin } });
        await using var browser = await site.Open();
        var warned = new TaskCompletionSource();
        browser.Console += (_, message) => { if (message.Text.Contains("parentOrigin", StringComparison.Ordinal)) warned.TrySetResult(); };
        var (page, _) = await Embed(browser, parent, $"{link.Url}?embed=1&autoStart=1&parentOrigin=https%3A%2F%2Fother.example");
        await warned.Task.WaitAsync(Patience.Longest);
        (await page.EvaluateAsync<int>("heard.length")).Should().Be(0);
        (await site.Info(link)).GetProperty("phase").GetString().Should().Be("ready");
    }

    [Fact]
    public async Task A_page_that_starts_by_itself_does_so_once_however_often_its_tab_is_left_and_seen_again()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewLink(new { allowedOrigins = new[] { parent.Origin } });
        await using var browser = await site.Open();
        var starts = 0;
        await browser.RouteAsync("**/v1/remote-pairing/*/connect", route =>
            { Interlocked.Increment(ref starts); return route.ContinueAsync(); });
        var (_, frame) = await Embed(browser, parent, $"{link.Url}?embed=1&autoStart=1&parentOrigin={Uri.EscapeDataString(parent.Origin)}");
        await frame.Locator(Site.LiveQr).WaitForAsync();
        for (var seen = 0; seen < 3; seen++)
            await frame.Locator("body")
                .EvaluateAsync("() => new Promise((done) => { document.dispatchEvent(new Event('visibilitychange')); setTimeout(done, 100); })");
        starts.Should().Be(1);
    }

    [Fact]
    public async Task A_request_for_a_new_link_that_does_not_arrive_is_not_passed_over_in_silence()
    {
        var link = await site.NewLink();
        await site.Host.Expire(link.NumberId);
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.RouteAsync("**/report", route => route.AbortAsync());
        await page.ClickAsync("[data-screen=expired] [data-ask] button");
        await Expect(page.Locator("[data-notice]")).ToContainTextAsync("No internet connection");
        await page.UnrouteAsync("**/report");
        await page.RouteAsync("**/report", route => route.FulfillAsync(new() { Status = 429, Body = "{}" }));
        await page.ClickAsync("[data-screen=expired] [data-ask] button");
        await Expect(page.Locator("[data-notice]")).ToHaveTextAsync("That did not work right now. Try again.");

        await page.UnrouteAsync("**/report");
        await page.ClickAsync("[data-screen=expired] [data-ask] button");
        await Expect(page.Locator("[data-asked]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-notice]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_link_that_runs_out_while_open_says_so_once_and_a_new_one_can_be_asked_for()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var (page, frame) = await Embed(browser, parent, $"{link.Url}?embed=1&parentOrigin={Uri.EscapeDataString(parent.Origin)}");
        await frame.Locator("[data-screen=ready]").WaitForAsync();
        await site.Host.Expire(link.NumberId);
        await Expect(frame.Locator("[data-screen=expired]")).ToBeVisibleAsync();
        await frame.Locator("[data-screen=expired] [data-ask] button").ClickAsync();
        await Expect(frame.Locator("[data-screen=expired] [data-asked]")).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("heard.filter(one => one.type === 'connect:expired').length")).Should().Be(1);

        var answer = await page.APIRequest.GetAsync(link.Url);
        answer.Status.Should().Be(404);
        (await answer.TextAsync()).Should().NotContain("•").And.Contain("new_link");
    }

    [Theory]
    [InlineData("*", false)]
    [InlineData("/", false)]
    [InlineData("null", false)]
    [InlineData("https://other.example", false)]
    [InlineData(null, true)]
    public async Task A_dead_page_posts_to_the_named_origin_and_never_to_any_origin(string? named, bool isReceived)
    {
        await using var parent = await ParentPage.Start();
        await using var browser = await site.Open();
        var nobodys = (await site.NewLink()).Url[..^43] + new string('A', 43);

        var (page, frame) = await Embed(browser, parent, $"{nobodys}?embed=1&parentOrigin={Uri.EscapeDataString(named ?? parent.Origin)}");

        // The page's script has run by then, and messages arrive in the order of their sending.
        await frame.Locator("[data-dead]")
            .EvaluateAsync("(_, origin) => window.parent.postMessage({ type: 'last' }, origin)", parent.Origin);
        await page.WaitForFunctionAsync("heard.some(one => one.type === 'last')");
        (await page.EvaluateAsync<int>("heard.filter(one => one.type === 'connect:expired').length")).Should().Be(isReceived ? 1 : 0);
    }

    private static async Task<(IPage Page, IFrameLocator Frame)> Embed(IBrowserContext browser, ParentPage parent, string url)
    {
        parent.Frame(url);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(parent.Origin);
        return (page, page.FrameLocator("iframe"));
    }
}
