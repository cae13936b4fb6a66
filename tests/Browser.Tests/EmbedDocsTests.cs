using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The README's embed, run as it is written: the plain script with its hash, the npm package, and React under StrictMode.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed partial class EmbedDocsTests(Site site)
{
    private const string Example = "https://pair.example.com";

    [Fact]
    public async Task The_plain_script_loads_under_its_hash_and_pairs()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewLink();
        parent.Mint = () => link.Token;
        parent.Show("<!doctype html><meta charset=utf-8>" + Block("html"));
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        var response = new TaskCompletionSource<string>();
        page.Console += (_, message) => { if (message.Type == "log") response.TrySetResult(message.Text); };
        await page.GotoAsync(parent.Origin);
        await page.ClickAsync("#connect");
        var frame = page.FrameLocator("dialog iframe");
        await frame.Locator("[data-start]").ClickAsync();
        await frame.Locator(Site.LiveQr).WaitForAsync();
        await site.Simulate(link, "scan");
        (await response.Task.WaitAsync(Patience.Longest)).Should().Be("connected " + link.NumberId);
    }

    [Fact]
    public async Task The_guides_page_shows_the_embed_in_its_place()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewLink();
        parent.Mint = () => link.Token;
        parent.Show("<!doctype html><meta charset=utf-8>" + string.Concat(Blocks("html", "docs", "embed.md")));
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(parent.Origin);
        await page.FrameLocator("#pairing iframe").Locator("[data-screen=ready]").WaitForAsync();
    }

    [Fact]
    public async Task Every_hash_and_release_in_the_documents_is_the_one_that_is_served()
    {
        var newest = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "src/Api/wwwroot/embed"), "v*.js")
            .OrderBy(file => Version.Parse(Path.GetFileNameWithoutExtension(file)[1..])).Last();
        var hash = "sha384-" + Convert.ToBase64String(SHA384.HashData(await File.ReadAllBytesAsync(newest)));
        foreach (var document in new[] { "README.md", "docs/embed.md", "sdk/embed/README.md" })
        {
            var text = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, document));
            Releases().Matches(text).Select(match => match.Value).Should().NotBeEmpty(document)
                .And.OnlyContain(name => name == Path.GetFileName(newest), document);
            Hashes().Matches(text).Select(match => match.Value).Where(written => written != hash).Should().BeEmpty(document);
        }

        Block("html").Should().Contain(hash);
    }

    [Fact]
    public async Task The_package_mounts_the_page_and_takes_it_away()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewLink();
        parent.Mint = () => link.Token;
        await using var browser = await site.Open();
        var page = await Show(browser, parent, "<main id=pairing></main>", Block("js"));
        var frame = page.FrameLocator("#pairing iframe");
        await Expect(frame.Locator("html")).ToHaveAttributeAsync("lang", "pt-BR");
        await frame.Locator("[data-start]").ClickAsync();
        await frame.Locator(Site.LiveQr).WaitForAsync();
        await site.Simulate(link, "scan");
        await Expect(page.Locator("iframe")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_React_components_live_through_StrictMode_renders_and_unmounts()
    {
        await using var parent = await ParentPage.Start();
        var (first, second) = (await site.NewLink(), await site.NewLink());
        await using var browser = await site.Open();
        var page = await Show(browser, parent, "<main id=app></main>", Block("tsx") +
            """
            import { StrictMode } from 'react';
            import { createRoot } from 'react-dom/client';
            const root = createRoot(document.querySelector('#app')!);
            Object.assign(window, { show: (link: string | null) => root.render(<StrictMode>{link && <><ConnectButton link={link} /><ConnectInPlace link={link} /></>}</StrictMode>), ready: true });
            """);
        await page.WaitForFunctionAsync("window.ready");
        Task Render(string? link) => page.EvaluateAsync("(link) => show(link)", link);

        await Render(first.Url);
        var inPlace = page.Locator("#app iframe");
        await Expect(inPlace).ToHaveCountAsync(1);
        await page.FrameLocator("#app iframe").Locator("[data-screen=ready]").WaitForAsync();
        await inPlace.EvaluateAsync("(frame) => { frame.mark = 'first'; }");
        await Render(first.Url);
        (await inPlace.EvaluateAsync<string>("(frame) => frame.mark")).Should().Be("first", "another render is no other page");

        await page.ClickAsync("button");
        var modal = page.FrameLocator("dialog iframe");
        await modal.Locator("[data-start]").ClickAsync();
        await modal.Locator(Site.LiveQr).WaitForAsync();
        await site.Simulate(first, "scan");
        await Expect(page.Locator("#app button")).ToHaveTextAsync("WhatsApp is connected");
        await Expect(page.Locator("dialog")).ToHaveCountAsync(1);

        await Render(second.Url);
        await Expect(inPlace).ToHaveCountAsync(1);
        (await inPlace.GetAttributeAsync("src")).Should().StartWith(second.Url);
        await Render(null);
        await Expect(page.Locator("iframe, dialog")).ToHaveCountAsync(0);
    }

    private static async Task<IPage> Show(IBrowserContext browser, ParentPage parent, string html, string code)
    {
        parent.Show($"<!doctype html><meta charset=utf-8>{html}<script type=module src=/app.js></script>", await Sdk.Bundle(code));
        var page = await browser.NewPageAsync();
        await page.GotoAsync(parent.Origin);
        return page;
    }

    private string Block(string language)
    {
        var blocks = Blocks(language, "README.md");
        blocks.Should().NotBeEmpty(language);
        return blocks[0];
    }

    /// <summary>A document's blocks in a language, with this test's installation in the place of the example's.</summary>
    private string[] Blocks(string language, params string[] document) =>
        [.. Regex.Matches(File.ReadAllText(Path.Combine([RepositoryRoot.Path, .. document])), $"```{language}\n(.*?)```",
            RegexOptions.Singleline)
            .Select(block => block.Groups[1].Value.Replace(Example, site.Host.Url, StringComparison.Ordinal))];

    [GeneratedRegex(@"v\d+\.\d+\.\d+\.js")]
    private static partial Regex Releases();

    [GeneratedRegex(@"sha384-[A-Za-z0-9+/=]+")]
    private static partial Regex Hashes();
}
