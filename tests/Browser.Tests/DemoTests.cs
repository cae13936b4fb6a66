using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The demo as a newcomer uses it: one press, a phone that scans by itself, and a log of what a SaaS would receive.</summary>
[Collection(SiteCollection.Name)]
public sealed class DemoTests(Site site)
{
    [Theory]
    [InlineData(1280, 900, ColorScheme.Light, "modal")]
    [InlineData(360, 740, ColorScheme.Dark, "inline")]
    public async Task A_press_connects_a_number_and_the_log_has_callbacks_and_signed_webhooks(
        int width, int height, ColorScheme scheme, string how)
    {
        await using var browser =
            await site.Open(new() { Locale = "en-US", ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        await page.GotoAsync(site.Host.Url + "/demo");
        await Picture(page, $"demo-ready-{width}-{scheme}");

        await page.CheckAsync("[name=autoStart]");
        await page.ClickAsync($"[data-show={how}]");
        var frame = page.FrameLocator(how == "modal" ? "dialog iframe" : "#place iframe");
        await frame.Locator(Site.LiveQr).WaitForAsync();
        await Picture(page, $"demo-scanning-{width}-{scheme}");
        await Expect(frame.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-log] li:has(.page)", new() { HasText = "onPaired" })).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-log] li:has(.hook)", new() { HasText = "number.connected" })).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-state]")).ToHaveTextAsync("Connected");
        if (how == "modal")
            await page.Keyboard.PressAsync("Escape");
        await Picture(page, $"demo-connected-{width}-{scheme}");

        complaints.Should().BeEmpty();
        (await page.ContentAsync()).Should().NotContain("ps_test_", "the backend keeps its key to itself");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue();
    }

    [Fact]
    public async Task Its_code_is_what_was_chosen_and_can_be_copied()
    {
        await using var browser = await site.Open();
        await browser.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(site.Host.Url + "/");
        var front = page.Locator("[data-front]");
        await Expect(front).ToContainTextAsync($"{site.Host.Url}/embed.js");
        await Expect(front).ToContainTextAsync("connect.open({\n  token,\n  onPaired");

        await page.SelectOptionAsync("[name=locale]", "es");
        await page.CheckAsync("[name=autoStart]");
        await page.ClickAsync("[data-show=inline]");
        await Expect(front).ToContainTextAsync("connect.mount('#place', {\n  token,\n  locale: 'es',\n  autoStart: true,\n");

        var backend = page.Locator(".code details").First;
        await backend.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(backend.GetByRole(AriaRole.Button)).ToHaveTextAsync("Copied");
        (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).Should().StartWith("app.post(")
            .And.Contain(site.Host.Url + "/v1/numbers/remote-pairing");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task It_is_accessible_before_behind_the_dialog_and_around_the_page(ColorScheme scheme)
    {
        var options = Site.Requests(scheme: scheme);
        options.ReducedMotion = ReducedMotion.Reduce;
        await using var browser = await site.Open(options);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(site.Host.Url + "/demo");
        (await Accessibility.ViolationsOn(page)).Should().BeEmpty();

        await page.SelectOptionAsync("[name=phone]", "");
        await page.ClickAsync("[data-show=modal]");
        await page.FrameLocator("dialog iframe").Locator("[data-screen=ready]").WaitForAsync();
        (await Accessibility.ViolationsOn(page)).Should().BeEmpty();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog")).ToHaveCountAsync(0);

        await page.ClickAsync("[data-show=inline]");
        await page.FrameLocator("#place iframe").Locator("[data-screen=ready]").WaitForAsync();
        (await Accessibility.ViolationsOn(page)).Should().BeEmpty();
    }

    private static async Task Picture(IPage page, string name) =>
        await page.ScreenshotAsync(
            new()
            {
                FullPage = true,
                Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name.ToLowerInvariant() + ".png")
            });
}
