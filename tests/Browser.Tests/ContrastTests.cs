using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Colours that tenants choose without a thought for readers: every text, control and focus ring is still seen, in light and in dark.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class ContrastTests(Site site)
{
    private const string ShowEverything =
        """
        () => {
          for (const one of document.querySelectorAll('[data-screen]')) one.hidden = false;
          for (const one of document.querySelectorAll('details')) one.open = true;
          for (const one of document.querySelectorAll('[data-panel]')) one.style.display = 'flex';
          for (const one of document.querySelectorAll('[data-tile]')) one.dataset.state = 'expired';
        }
        """;

    private const string Ask =
        """
        () => {
          // A canvas understands every way of writing a colour, and paints the see-through ones upon what lies under them.
          const paint = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const seen = (...colours) => { for (const colour of ['#fff', ...colours]) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); } return [...paint.getImageData(0, 0, 1, 1).data]; };
          const linear = (channel) => (channel /= 255) <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
          const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
          const contrast = (one, other) => { const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b); return (light + 0.05) / (dark + 0.05); };
          const grounds = (element) => element ? [...grounds(element.parentElement), getComputedStyle(element).backgroundColor] : [];
          const found = [];
          for (const control of document.querySelectorAll('a, button, summary')) {
            if (!control.checkVisibility({ visibilityProperty: true })) continue;
            const name = control.tagName + '.' + control.className + ' ' + control.textContent.trim();
            const around = seen(...grounds(control.parentElement));
            const check = (part, colour) => { const ratio = contrast(seen(...grounds(control.parentElement), colour), around); if (ratio < 2.99) found.push(`${part} of ${name} has ${ratio.toFixed(2)}`); };
            control.focus();
            const style = getComputedStyle(control);
            if (!control.matches(':focus-visible')) found.push(`${name} does not show its focus`);
            check('the focus ring', style.outlineColor);
            if (control.matches('.primary, .secondary')) check('the edge', style.borderTopColor);
          }
          return found;
        }
        """;

    [Theory]
    [InlineData("#ffffff", "#ffffff", null)]
    [InlineData("#000000", "#000000", null)]
    [InlineData("#ffff00", "#777777", null)]
    [InlineData("#0b7a5b", "#0b7a5b", null)]
    [InlineData("#0000ff", "#ff0000", null)]
    [InlineData("#f2f4f3", "#18201d", null)]
    [InlineData("#777777", "#808080", null)]
    [InlineData("#25d366", "#ffffff", "#111111")]
    [InlineData("#820ad1", "#f2f4f3", "#777777")]
    [InlineData("#ffc400", "#0b3d91", "#fff3d6")]
    public async Task Whatever_colours_a_tenant_chooses_everything_can_be_read_and_found(string primary, string background, string? card)
    {
        var link = await site.NewLink(
            new
            {
                branding = new
                {
                    primaryColor = primary,
                    backgroundColor = background,
                    cardColor = card,
                    companyName = "Aurora",
                    supportUrl = "https://example.com/help"
                },
                failureRedirectUrl = "https://example.com/sorry"
            });
        await using var browser = await site.Open(new() { Locale = "en-US", ReducedMotion = ReducedMotion.Reduce });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.Keyboard.PressAsync("Tab");
        await page.EvaluateAsync(ShowEverything);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            (await page.EvaluateAsync<string[]>(Ask)).Should().BeEmpty($"{scheme} is not to hide anything");
            (await Accessibility.ColourViolationsOn(page)).Should().BeEmpty($"{scheme} is to be read");
        }
    }
}
