using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Logos as tenants have them: ink that a dark page would swallow, and shapes that a line of text would shrink to a thread.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class LogoTests(Site site)
{
    private const string Plate = "rgb(255, 255, 255)";
    private const string PlateAboveWords =
        """
        () => {
          const [logo, words] = ['.logo', '.subtitle'].map((one) => document.querySelector(one));
          const spread = Math.max(0, ...getComputedStyle(logo).boxShadow.match(/-?[\d.]+(?=px)/g)?.map(Number) ?? []);
          return words.getBoundingClientRect().top - logo.getBoundingClientRect().bottom - spread;
        }
        """;

    private const string None = "rgba(0, 0, 0, 0)";

    /// <param name="ink">Of letters on nothing; or <c>photo</c>, which covers all of its ground.</param>
    [Theory]
    [InlineData("#101820", ColorScheme.Dark, "", Plate)]
    [InlineData("#0b3d91", ColorScheme.Dark, "", Plate)]
    [InlineData("#101820", ColorScheme.Light, "?theme=dark", Plate)]
    [InlineData("#101820", ColorScheme.Light, "", None)]
    [InlineData("#101820", ColorScheme.Dark, "?theme=light", None)]
    [InlineData("#f7f7f2", ColorScheme.Dark, "", None)]
    [InlineData("#ffb000", ColorScheme.Dark, "", None)]
    [InlineData("photo", ColorScheme.Dark, "", None)]
    public async Task Dark_ink_gets_a_light_plate_on_a_dark_page_and_nothing_else_does(
        string ink, ColorScheme scheme, string query, string ground)
    {
        await using var browser = await site.Open(Site.Phone(scheme: scheme));
        var page = await browser.NewPageAsync();

        await Open(page, await Drawn(page, ink, 480, 120), query);

        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.logo')).backgroundColor")).Should().Be(ground);
        (await page.EvaluateAsync<double>(PlateAboveWords)).Should().BePositive("the plate does not reach into the words below it");
        await Picture(page, $"logo-{ink.TrimStart('#')}-{scheme}-{query.Split('=')[^1]}".TrimEnd('-'));
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Dark, "", true)]
    [InlineData(ColorScheme.Light, "", false)]
    [InlineData(ColorScheme.Light, "?theme=dark", true)]
    [InlineData(ColorScheme.Dark, "?theme=light", false)]
    public async Task A_logo_for_the_dark_takes_the_other_s_place_there_without_a_plate(ColorScheme scheme, string query, bool isDark)
    {
        await using var browser = await site.Open(Site.Phone(scheme: scheme));
        var page = await browser.NewPageAsync();
        var (light, dark) = (await Drawn(page, "#101820", 480, 120), await Drawn(page, "#f7f7f2", 480, 120));

        await Open(page, light, query, dark);

        (await Shown(page)).Should().Be((isDark ? dark : light, None));
        await Picture(page, $"logo-of-two-{scheme}-{query.Split('=')[^1]}".TrimEnd('-'));
        if (query.Length > 0)
            return;
        await page.EmulateMediaAsync(new() { ColorScheme = isDark ? ColorScheme.Light : ColorScheme.Dark });
        await page.WaitForFunctionAsync("other => document.querySelector('.logo').currentSrc === other", isDark ? light : dark);
        (await Shown(page)).Should().Be((isDark ? light : dark, None));
    }

    private static async Task<(string Address, string Ground)> Shown(IPage page)
    {
        var shown = await page.EvaluateAsync<string[]>(
            "(() => { const logo = document.querySelector('.logo'); return [logo.currentSrc, getComputedStyle(logo).backgroundColor]; })()");
        return (shown[0], shown[1]);
    }

    /// <summary>At the height of a line a logo of 120 by 600 would be ten pixels wide.</summary>
    [Theory]
    [InlineData(120, 600, 40, 200)]
    [InlineData(200, 400, 48, 96)]
    [InlineData(240, 240, 48, 48)]
    [InlineData(960, 120, 344, 43)]
    public async Task A_logo_of_any_shape_keeps_a_size_that_can_be_read(int width, int height, int shownWidth, int shownHeight)
    {
        await using var browser = await site.Open(Site.Phone());
        var page = await browser.NewPageAsync();

        await Open(page, await Drawn(page, "#0b3d91", width, height), "");

        var box = (await page.Locator(".logo").BoundingBoxAsync())!;
        // What is drawn within the box, by object-fit.
        var scale = Math.Min(box.Width / width, box.Height / height);
        (width * scale).Should().BeApproximately(shownWidth, 1);
        (height * scale).Should().BeApproximately(shownHeight, 1);
        (box.X + (box.Width / 2)).Should().BeApproximately(180, 1, "it stands in the middle");
        await Picture(page, $"logo-{width}x{height}");
        (await Fit.LayoutProblems(page)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(740, 360)]
    [InlineData(1280, 800)]
    public async Task A_tall_logo_does_not_push_the_button_out_of_sight(int width, int height)
    {
        await using var browser = await site.Open(width < 1000
            ? new() { ViewportSize = new() { Width = width, Height = height }, HasTouch = true, IsMobile = true }
            : new() { ViewportSize = new() { Width = width, Height = height } });
        var page = await browser.NewPageAsync();

        await Open(page, await Drawn(page, "#0b3d91", 120, 600), "");

        await Picture(page, $"logo-tall-{width}x{height}");
        await Assertions.Expect(page.Locator("[data-start]")).ToBeInViewportAsync(new() { Ratio = 1 });
        (await page.Locator(".logo").BoundingBoxAsync())!.Height.Should().BeLessThan(0.3f * height, "most of a low window is the page's");
    }

    private static async Task Picture(IPage page, string name) => await page.ScreenshotAsync(
        new() { Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name.ToLowerInvariant() + ".png") });

    private async Task Open(IPage page, string logoUrl, string query, string? logoUrlDark = null)
    {
        var link = await site.NewLink(new { branding = new { companyName = "Farmácia Aurora", logoUrl, logoUrlDark } });
        await page.GotoAsync(link.Url + query);
        await page.WaitForFunctionAsync("document.querySelector('.logo').naturalWidth > 0 && new Promise(requestAnimationFrame)");
    }

    /// <summary>The address of a logo of the tenant's.</summary>
    private async Task<string> Drawn(IPage page, string ink, int width, int height)
    {
        await page.GotoAsync("about:blank");
        var picture = Convert.FromBase64String((await page.EvaluateAsync<string>(
            """
            ([ink, width, height]) => {
              const canvas = Object.assign(document.createElement('canvas'), { width, height });
              const paint = canvas.getContext('2d');
              if (ink === 'photo') {
                paint.fillStyle = '#1c2833';
                paint.fillRect(0, 0, width, height);
              }
              paint.fillStyle = ink === 'photo' ? '#d35400' : ink;
              const lines = height > width ? [...'AURORA'] : ['Aurora'];
              const line = height / lines.length;
              paint.textAlign = 'center';
              paint.font = `bold ${Math.floor(Math.min(line * 0.9, width / lines[0].length * 1.6))}px sans-serif`;
              lines.forEach((text, row) => paint.fillText(text, width / 2, (row + 0.8) * line));
              return canvas.toDataURL('image/png').split(',')[1];
            }
            """,
            new object[] { ink, width, height }))!);
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        form.Add(file, "file", "logo.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/branding/logo") { Content = form };
        request.Headers.Add("x-api-key", site.Host.Key);
        using var response = await site.Http.SendAsync(request);
        using var made = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return made.RootElement.GetProperty("url").GetString()!;
    }
}
