using System.Net.Http.Json;
using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// While one way cools down the other is offered, with and without a script, and nothing is offered that would be refused.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class CoolDownTests(Site site)
{
    private const string Offer = "[data-meanwhile]:visible";

    [Theory]
    [InlineData("Code", "pt-BR", "Não precisa esperar: conecte com o QR code.", true)]
    [InlineData("Code", "en-US", "No need to wait: connect with the QR code instead.", false)]
    [InlineData("Qr", "es-ES", "No hace falta esperar: conéctate escribiendo un código en tu teléfono.", true)]
    [InlineData("Qr", "en-US", "No need to wait: connect by typing a code on your phone.", false)]
    public async Task The_other_way_is_offered_and_leads_to_the_receipt(string cooled, string locale, string words, bool scripted)
    {
        var link = await site.NewLink();
        var options = cooled == "Code" ? Site.Phone(locale, ColorScheme.Dark) : Site.Requests(locale);
        options.JavaScriptEnabled = scripted;
        options.ReducedMotion = ReducedMotion.Reduce;
        await using var browser = await site.Open(options);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await site.Host.CoolDown(link.NumberId, cooled);
        await See(page, "cooling_down", scripted);
        await Expect(page.Locator(Offer)).ToContainTextAsync(words);
        await Expect(page.Locator("[data-cooling]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[89]:[0-5][0-9]$"));
        if (scripted)
            (await Accessibility.ViolationsOn(page)).Should().BeEmpty();
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
        await page.ScreenshotAsync(
            new()
            {
                FullPage = true,
                Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots",
                $"cooling_down-{cooled}-{locale}.png".ToLowerInvariant())
            });

        await page.ClickAsync($"{Offer} button");
        await Expect(page.Locator(cooled == "Code" ? Site.LiveQr : Site.LiveCode)).ToBeVisibleAsync();
        await site.Simulate(link, "scan");
        await See(page, "connected", scripted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_would_be_refused_is_not_offered(bool scripted)
    {
        await using var browser = await site.Open(new() { JavaScriptEnabled = scripted });
        var page = await browser.NewPageAsync();
        foreach (var (methods, cooled) in new (string[] Methods, string? Cooled)[] { (["qr", "code"], null), (["code"], "Code"),
            (["qr"], "Qr") })
        {
            var link = await site.NewLink(new { methods });
            await page.GotoAsync(link.Url);
            await site.Host.CoolDown(link.NumberId, cooled);
            await See(page, "cooling_down", scripted);
            await Expect(page.Locator("[data-screen=cooling_down] button:visible")).ToHaveCountAsync(0);
        }

        var limited = await site.NewLink();
        await page.GotoAsync(limited.Url);
        await site.Simulate(limited, "rate_limited");
        await See(page, "cooling_down", scripted);
        await Expect(page.Locator(Offer)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_refused_customer_sees_the_remaining_method_even_without_a_stream()
    {
        var link = await site.NewLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/events*", route => route.AbortAsync());
        await page.GotoAsync(link.Url);
        await site.Host.CoolDown(link.NumberId, "Qr");
        await page.ClickAsync("[data-start]");
        await Expect(page.Locator("[data-meanwhile=code]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-meanwhile=qr]")).ToBeHiddenAsync();

        await site.Host.CoolDown(link.NumberId, null);
        await Expect(page.Locator(Offer)).ToHaveCountAsync(0);
    }

    /// <summary>The server learns of it a moment later; a page without a script is reloaded until then.</summary>
    private static async Task See(IPage page, string name, bool scripted)
    {
        var screen = page.Locator($"[data-screen={name}]");
        for (var checks = 0; !scripted && checks < 50 && !await screen.IsVisibleAsync(); checks++)
            await page.ReloadAsync();
        await Expect(screen).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("en-US", "Too many codes were requested.")]
    [InlineData("es-ES", "Se pidieron demasiados códigos.")]
    [InlineData("pt-BR", "Foram pedidos códigos demais.")]
    public async Task A_QR_code_that_still_works_stays_where_codes_have_to_wait(string locale, string words)
    {
        var link = await site.NewLink();
        using (var pressed = await site.Http.PostAsJsonAsync($"/v1/remote-pairing/{link.Token}/connect", new { method = "qr" }))
            pressed.IsSuccessStatusCode.Should().BeTrue();
        var options = locale == "en-US" ? Site.Requests(locale) : Site.Phone(locale, ColorScheme.Dark);
        options.ReducedMotion = ReducedMotion.Reduce;
        await using var browser = await site.Open(options);
        var page = await browser.NewPageAsync();
        var until = TimeProvider.System.GetUtcNow().AddMinutes(9);
        await page.RouteAsync("**/connect", route =>
            route.FulfillAsync(new()
            {
                Status = 429,
                ContentType = "application/json",
                Body = $$$"""{"code":"PAIRING_COOLDOWN","details":{"until":"{{{until:O}}}","method":"code"}}"""
            }));
        await page.GotoAsync(link.Url);
        await page.ClickAsync("[data-use=code]:visible, [data-tile=code] .cover button:visible");

        await Expect(page.Locator("[data-wait]")).ToContainTextAsync(words);
        await Expect(page.Locator("[data-wait]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("8:[0-5][0-9]"));
        await Expect(page.Locator(Site.LiveQr)).ToBeVisibleAsync();
        await Expect(page.Locator("[data-panel=qr] h1")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-wait]")).ToBeInViewportAsync(new() { Ratio = 0.95f });
        await Expect(page.Locator("[data-screen]:visible")).ToHaveCountAsync(1);
        (await Accessibility.ViolationsOn(page)).Should().BeEmpty();
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
        await page.ScreenshotAsync(
            new()
            {
                FullPage = true,
                Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", $"codes_wait-{locale}.png".ToLowerInvariant())
            });

        await page.UnrouteAsync("**/connect");
        await page.ClickAsync("[data-use=code]");
        await Expect(page.Locator(Site.LiveCode)).ToBeVisibleAsync();
        await Expect(page.Locator("[data-wait]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_a_script_the_wait_is_shown_above_the_QR_code_that_still_works()
    {
        var link = await site.NewLink();
        using (var pressed = await site.Http.PostAsJsonAsync($"/v1/remote-pairing/{link.Token}/connect", new { method = "qr" }))
            pressed.IsSuccessStatusCode.Should().BeTrue();
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = false });
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{link.Url}?wait={TimeProvider.System.GetUtcNow().AddMinutes(9).ToUnixTimeSeconds()}");
        await Expect(page.Locator("[data-wait]"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex(
                "You can get another one in 8:5[0-9]; until then, use this one[.]$"));
        await Expect(page.Locator(Site.LiveQr)).ToBeVisibleAsync();
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
    }
}
