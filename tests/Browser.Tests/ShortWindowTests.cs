using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The first screen where it is low, as on a phone held sideways or at 400 %: the button is found and lies on no words.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class ShortWindowTests(Site site)
{
    private const string Covered =
        """
        () => {
          const found = [];
          for (const top of [0, 60, 120, 240]) {
            scrollTo(0, top);
            const button = document.querySelector('[data-start]').getBoundingClientRect();
            for (const one of document.querySelectorAll('main h1, main dt, main dd, main p')) {
              if (!one.checkVisibility()) continue;
              const words = document.createRange();
              words.selectNodeContents(one);
              for (const box of words.getClientRects())
                if (box.width && box.left < button.right && box.right > button.left && box.top < button.bottom && box.bottom > button.top) found.push(one.textContent);
            }
          }
          scrollTo(0, 0);
          return found;
        }
        """;

    [Theory]
    [InlineData(740, 360, "pt-BR")]
    [InlineData(740, 360, "es-MX")]
    [InlineData(568, 320, "en-US")]
    [InlineData(320, 225, "pt-BR")]
    public async Task The_button_covers_no_words_and_is_seen_at_once_where_it_has_room_beside_them(int width, int height, string locale)
    {
        var options = Site.Phone(locale);
        options.ViewportSize = new() { Width = width, Height = height };
        var link = await site.NewLink(new { branding = new { companyName = "Clínica Aurora" } });
        await using var browser = await site.Open(options);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);

        (await page.EvaluateAsync<string[]>(Covered)).Should().BeEmpty();
        if (width > height + 100)
            await Expect(page.Locator("[data-start]")).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(Testing.RepositoryRoot.Path, "artifacts", "screenshots",
                $"ready-{width}x{height}-{locale.ToLowerInvariant()}.png")
            });
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
    }
}
