using Microsoft.Playwright;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Every state of the page in three languages, light and dark, on a phone and on a desk: accessible, nothing cut, even at 320 px and at 400
/// %; and a picture of each for people.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class EveryStateTests(Site site)
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots");

    [Fact]
    public Task Every_state_is_accessible_and_fits_in_every_language_and_theme() =>
        Walk((pages, check) => new StateWalk(site, pages, check).Through(), atLeast: 19);

    [Fact]
    public Task So_is_every_state_on_the_way_through_Meta() =>
        Walk((pages, check) => new MetaWalk(site, pages, check).Through(), atLeast: 18);

    private async Task Walk(Func<IReadOnlyList<IPage>, Func<string, Task>, Task> walk, int atLeast)
    {
        var failures = new List<string>();
        var examined = 0;
        var contexts = new[] { Site.Phone("pt-BR"), Site.Phone("es-ES"), Site.Requests("en-US") };
        var pages = new List<IPage>();
        foreach (var options in contexts)
        {
            options.ReducedMotion = ReducedMotion.Reduce;
            pages.Add(await (await site.Open(options)).NewPageAsync());
        }

        await walk(pages, state => Task.WhenAll(pages.Select(page => Check(page, state))));
        foreach (var page in pages)
            await page.Context.CloseAsync();

        failures.Should().BeEmpty();
        examined.Should().BeGreaterThanOrEqualTo(atLeast * 3 * 2);

        async Task Check(IPage page, string state)
        {
            var (width, height) = (page.ViewportSize!.Width, page.ViewportSize.Height);
            var language = await page.GetAttributeAsync("html", "lang");
            Note(await Accessibility.ViolationsInBothThemes(page, See), $"{state} {language}");

            // A window of 1280 by 900 shows as much at 400 % as one of 320 by 225.
            await page.SetViewportSizeAsync(320, 225);
            Note(await Fit.LayoutProblems(page), $"{state} {language} 320 px");
            await page.SetViewportSizeAsync(width, height);
            Note(await Fit.LayoutProblems(page), $"{state} {language} {width} px");

            async Task See(ColorScheme scheme)
            {
                Interlocked.Increment(ref examined);
                if (language != "es")
                    await page.ScreenshotAsync(
                        new() { Path = Path.Combine(Folder, $"{state}-{width}-{scheme}.png".ToLowerInvariant()), FullPage = true });
            }
        }

        void Note(IEnumerable<string> found, string where)
        {
            lock (failures)
                failures.AddRange(found.Select(one => $"{where}: {one}"));
        }
    }
}
