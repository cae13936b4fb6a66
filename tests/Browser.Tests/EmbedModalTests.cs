using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The script's modal on somebody else's page, as a person with a mouse or a keyboard meets it.</summary>
[Collection(SiteCollection.Name)]
public sealed class EmbedModalTests(Site site)
{
    [Fact]
    public async Task The_modal_pairs_a_number_reports_every_step_and_stays_until_it_is_closed()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var link = await site.NewLink(new { allowedOrigins = new[] { saas.Origin }, redirectUrl = "https://app.example.com/done" });
        await saas.OpenModal(link, new { locale = "es", theme = "dark", autoStart = true });
        await saas.Frame.Locator(Site.LiveQr).WaitForAsync();
        await Expect(saas.Frame.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Expect(saas.Frame.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await site.Simulate(link, "scan");
        await saas.Received("modal", "onPaired");

        var paired = (await saas.Payloads("modal", "onPaired")).Should().ContainSingle().Subject;
        paired.GetProperty("numberId").GetString().Should().Be(link.NumberId);
        paired.GetProperty("redirectUrl").GetString().Should().StartWith("https://app.example.com/done?").And.Contain("status=success");
        (await saas.Payloads("modal", "onStep")).Select(step => step.GetProperty("phase").GetString()).Should().Contain("awaiting_scan")
            .And.EndWith("connected");
        await Expect(saas.Page.Locator("dialog")).ToBeVisibleAsync();
        saas.Page.Url.Should().Be(saas.Origin + "/", "the redirect is only handed over");
        (await saas.Log()).Should().NotContain(entry => entry[0].GetString() == "policy");

        await saas.Page.ClickAsync("dialog button");
        await saas.Received("modal", "onClose");
        await Expect(saas.Page.Locator("iframe")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_frame_has_exactly_the_rights_it_needs_and_the_modal_is_centred()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var link = await site.NewLink();
        await saas.OpenModal(link);
        var frame = saas.Page.Locator("iframe");
        (await frame.GetAttributeAsync("sandbox")).Should()
            .Be("allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
        (await frame.GetAttributeAsync("referrerpolicy")).Should().Be("origin");
        (await frame.GetAttributeAsync("allow")).Should().Be("clipboard-write");
        (await frame.GetAttributeAsync("title")).Should().Be("Connect WhatsApp");
        (await frame.GetAttributeAsync("src")).Should().Be($"{link.Url}?embed=1&parentOrigin={Uri.EscapeDataString(saas.Origin)}&modal=1");

        await saas.Page.EvaluateAsync(
            "Promise.all(document.getAnimations().map((one) => one.effect.getTiming().iterations === Infinity || one.finished))");
        var (box, size) = ((await frame.BoundingBoxAsync())!, saas.Page.ViewportSize!);
        (box.X + box.Width / 2).Should().BeApproximately(size.Width / 2f, 1);
        (box.Y + box.Height / 2).Should().BeApproximately(size.Height / 2f, 1);
    }

    [Fact]
    public async Task The_focus_goes_into_the_modal_cannot_leave_it_and_comes_back_with_the_scroll_position()
    {
        await using var saas = await EmbeddingSite.Open(site);
        await saas.Page.FocusAsync("#opener");
        var scrolled = await saas.Page.EvaluateAsync<int>("scrollY");
        scrolled.Should().BePositive();
        await saas.Page.EvaluateAsync("(token) => modal(token)", (await site.NewLink()).Token);
        await saas.Page.Keyboard.PressAsync("Enter");
        await saas.Received("modal", "onReady");
        await Expect(saas.Page.Locator("dialog button")).ToBeFocusedAsync();

        var visited = new HashSet<string>();
        for (var press = 0; press < 30; press++)
        {
            await saas.Page.Keyboard.PressAsync("Tab");
            visited.Add(await saas.Page.EvaluateAsync<string>("document.activeElement.tagName"));
        }

        visited.Should().Contain("IFRAME").And.NotContain("INPUT");
        await saas.Page.FocusAsync("dialog button");
        await saas.Page.Mouse.WheelAsync(0, 400);
        await saas.Page.Keyboard.PressAsync("Escape");
        await saas.Received("modal", "onClose");
        await Expect(saas.Page.Locator("#opener")).ToBeFocusedAsync();
        (await saas.Page.EvaluateAsync<int>("scrollY")).Should().Be(scrolled);
        (await saas.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).overflow")).Should().Be("visible");
    }

    [Fact]
    public async Task Escape_inside_the_page_closes_the_modal_too()
    {
        await using var saas = await EmbeddingSite.Open(site);
        await saas.OpenModal(await site.NewLink());
        await saas.Frame.Locator("[data-start]").FocusAsync();
        await saas.Page.Keyboard.PressAsync("Escape");
        await saas.Received("modal", "onClose");
        await Expect(saas.Page.Locator("dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_click_beside_the_modal_closes_it_and_the_second_half_of_a_double_click_does_not()
    {
        await using var saas = await EmbeddingSite.Open(site);
        await saas.Page.EvaluateAsync("(token) => modal(token)", (await site.NewLink()).Token);
        await saas.Page.DblClickAsync("#opener");
        await saas.Received("modal", "onReady");
        await Expect(saas.Page.Locator("dialog")).ToHaveCountAsync(1);

        await saas.Page.Mouse.ClickAsync(20, 20);
        await saas.Received("modal", "onClose");
        await Expect(saas.Page.Locator("dialog")).ToHaveCountAsync(0);
        (await saas.Payloads("modal", "onClose")).Should().ContainSingle();
    }

    [Theory]
    [InlineData(740, 360, false)]
    [InlineData(667, 331, false)]
    [InlineData(740, 360, true)]
    public async Task On_a_phone_that_is_held_sideways_the_modal_has_the_height_and_what_is_scanned_or_typed_is_seen_at_once(
        int width, int height, bool byCode)
    {
        await using var saas =
            await EmbeddingSite.Open(site,
                new() { Locale = "en-US", ViewportSize = new() { Width = width, Height = height }, HasTouch = byCode });
        await saas.OpenModal(await site.NewLink(byCode ? new { methods = new[] { "code" } } : null));
        await Expect(saas.Frame.Locator("[data-start]")).ToBeInViewportAsync(new() { Ratio = 1 });
        await saas.Frame.Locator("[data-start]").ClickAsync();
        var tile = saas.Frame.Locator(byCode ? Site.LiveCode : Site.LiveQr);
        await tile.WaitForAsync();
        await saas.Completed();

        (await saas.Page.Locator("iframe").BoundingBoxAsync())!.Height.Should().BeGreaterThanOrEqualTo(height - 16);
        await Expect(tile).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(saas.Frame.Locator(".steps:visible li").First).ToBeInViewportAsync(new() { Ratio = 1 });
        if (byCode)
            await Expect(saas.Frame.Locator("[data-copy-code]")).ToBeInViewportAsync(new() { Ratio = 1 });
        else
            (await tile.BoundingBoxAsync())!.Width.Should().BeGreaterThanOrEqualTo(240);
        await saas.Page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(PilotPairing.Testing.RepositoryRoot.Path, "artifacts", "screenshots",
                $"modal-{width}x{height}-{(byCode ? "code" : "qr")}.png")
            });
    }

    [Theory]
    [InlineData("'nonce-pilot'", "pilot")]
    [InlineData("'none'", null)]
    public async Task The_modal_is_styled_under_any_style_policy(string styles, string? nonce)
    {
        await using var saas = await EmbeddingSite.Open(site, styles: styles);
        await saas.OpenModal(await site.NewLink(), new { nonce });
        await Expect(saas.Page.Locator("dialog")).ToHaveCSSAsync("position", "fixed");
        await Expect(saas.Page.Locator("dialog")).ToHaveCSSAsync("background-color", "rgba(10, 18, 15, 0.62)");
        (await saas.Log()).Should().NotContain(entry => entry[0].GetString() == "policy");
        await Expect(saas.Page.Locator("style")).ToHaveCountAsync(nonce is null ? 0 : 1);
    }

    [Theory]
    [InlineData(360, 740, ColorScheme.Light)]
    [InlineData(740, 360, ColorScheme.Light)]
    [InlineData(1280, 900, ColorScheme.Dark)]
    public async Task The_modal_fits_every_screen(int width, int height, ColorScheme scheme)
    {
        await using var saas =
            await EmbeddingSite.Open(site,
                new() { Locale = "en-US", ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        await saas.OpenModal(await site.NewLink(), new { autoStart = true });
        await saas.Frame.Locator(Site.LiveQr).WaitForAsync();
        await saas.Page.EvaluateAsync(
            "Promise.all(document.getAnimations().map((one) => one.effect.getTiming().iterations === Infinity || one.finished))");
        foreach (var part in new[] { "iframe", "dialog button" })
        {
            var box = (await saas.Page.Locator(part).BoundingBoxAsync())!;
            box.X.Should().BeGreaterThanOrEqualTo(0);
            box.Y.Should().BeGreaterThanOrEqualTo(0);
            (box.X + box.Width).Should().BeLessThanOrEqualTo(width);
            (box.Y + box.Height).Should().BeLessThanOrEqualTo(height);
        }

        await saas.Page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(PilotPairing.Testing.RepositoryRoot.Path, "artifacts", "screenshots",
                $"modal-{width}-{scheme.ToString().ToLowerInvariant()}.png")
            });
    }
}
