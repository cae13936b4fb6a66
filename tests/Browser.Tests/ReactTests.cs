using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The React components in a bundled app under a strict policy and StrictMode, with either React.</summary>
[Collection(SiteCollection.Name)]
public sealed class ReactTests(Site site)
{
    private const string LiveQr = "[data-tile=qr][data-state=live]";
    private const string App =
        """
        import { StrictMode, useEffect, version } from 'react';
        import { createRoot } from 'react-dom/client';
        import { init } from '@pilotpairing/embed';
        import { PairingEmbed, usePairingModal } from '@pilotpairing/embed/react';

        const log: string[] = [];
        addEventListener('securitypolicyviolation', (event) => log.push('policy ' + event.violatedDirective));
        init({ onReady: () => log.push('ready for init') });

        function InPlace({ link, round, locale }: any) {
          return <PairingEmbed token={link} locale={locale} onStep={({ phase }) => log.push(`${phase} in round ${round}`)} />;
        }

        function Modal({ link, round }: any) {
          const { open, close } = usePairingModal({ onPaired: () => log.push(`paired in round ${round}`), onClose: () => log.push('closed') });
          return <><button id="open" onClick={() => open(link)} /><button id="close" onClick={close} /></>;
        }

        // StrictMode takes what it mounts away once, in the same breath as the effects: a press in between is one that nobody has made.
        function Drawn({ done }: any) {
          useEffect(() => done(), [done]);
          return null;
        }

        const root = createRoot(document.querySelector('#app')!);
        const show = (what: any) => new Promise((done) =>
          root.render(<StrictMode>{what.inPlace && <InPlace {...what} />}{what.modal && <Modal {...what} />}<Drawn done={done} /></StrictMode>));
        Object.assign(window, { log, show, unmount: () => root.unmount(), react: version });
        """;

    [Theory]
    [InlineData(18)]
    [InlineData(19)]
    public async Task In_place_there_is_one_page_which_renders_keep_and_its_options_change(int react)
    {
        await using var parent = await ParentPage.Start();
        await using var browser = await site.Open();
        var page = await Show(browser, parent, react);
        var (link, other) = (await site.NewLink(), await site.NewLink());

        await Render(page, new { inPlace = true, link = link.Url, round = 1 });
        var frame = page.FrameLocator("iframe");
        await frame.Locator("[data-screen=ready]").WaitForAsync();
        await Expect(page.Locator("iframe")).ToHaveCountAsync(1);
        await Logged(page, "ready for init");
        await page.Locator("iframe").EvaluateAsync("(frame) => { frame.mark = 'first'; }");

        await Render(page, new { inPlace = true, link = link.Url, round = 2 });
        await frame.Locator("[data-start]").ClickAsync();
        await frame.Locator(LiveQr).WaitForAsync();
        await Logged(page, "awaiting_scan in round 2");
        (await page.Locator("iframe").EvaluateAsync<string>("(frame) => frame.mark")).Should()
            .Be("first", "another render is no other page");

        await Render(page, new { inPlace = true, link = link.Url, round = 2, locale = "es" });
        await Expect(frame.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Render(page, new { inPlace = true, link = other.Url, round = 2, locale = "es" });
        await Expect(page.Locator("iframe")).ToHaveCountAsync(1);
        (await page.GetAttributeAsync("iframe", "src")).Should().StartWith(other.Url);

        await page.EvaluateAsync("unmount()");
        await Expect(page.Locator("iframe")).ToHaveCountAsync(0);
        (await Log(page)).Should()
            .NotContain(entry =>
                entry.StartsWith("policy", StringComparison.Ordinal) || entry.EndsWith("in round 1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(18)]
    [InlineData(19)]
    public async Task The_modal_uses_the_latest_callbacks_reopens_and_unmounts_with_its_component(int react)
    {
        await using var parent = await ParentPage.Start();
        await using var browser = await site.Open();
        var page = await Show(browser, parent, react);
        var link = await site.NewLink();
        await Render(page, new { modal = true, link = link.Url, round = 1 });

        await page.EvaluateAsync("document.querySelector('#open').click(); document.querySelector('#open').click()");
        await Expect(page.Locator("dialog")).ToHaveCountAsync(1);
        await page.EvaluateAsync("document.querySelector('#close').click()");
        await Expect(page.Locator("dialog, iframe")).ToHaveCountAsync(0);
        await page.ClickAsync("#open");
        await Render(page, new { modal = true, link = link.Url, round = 2 });
        var frame = page.FrameLocator("dialog iframe");
        await frame.Locator("[data-start]").ClickAsync();
        await frame.Locator(LiveQr).WaitForAsync();
        await site.Simulate(link, "scan");
        await Logged(page, "paired in round 2");
        (await Log(page)).Should().NotContain("closed", "nobody closed it but the app itself");
        await page.Keyboard.PressAsync("Escape");
        await Logged(page, "closed");

        await page.EvaluateAsync("log.length = 0; document.querySelector('#open').click(); unmount()");
        await Expect(page.Locator("dialog, iframe")).ToHaveCountAsync(0);
        (await Log(page)).Should().BeEmpty();
    }

    private async Task<IPage> Show(IBrowserContext browser, ParentPage parent, int react)
    {
        parent.Show(
            "<!doctype html><meta charset=utf-8><title>SaaS</title><link rel=icon href=data:,><main id=app></main><script type=module src=/app.js></script>",
            await Sdk.Bundle(App, react == 18 ? await Npm.Modules() : null),
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; frame-src {site.Host.Url}; base-uri 'none'; form-action 'none'");
        var page = await browser.NewPageAsync();
        await page.GotoAsync(parent.Origin);
        await page.WaitForFunctionAsync("window.react");
        (await page.EvaluateAsync<string>("react")).Should().StartWith($"{react}.");
        return page;
    }

    private static async Task Render(IPage page, object what) => await page.EvaluateAsync("(what) => show(what)", what);

    private static async Task Logged(IPage page, string entry) => await page.WaitForFunctionAsync("(entry) => log.includes(entry)", entry);

    private static Task<string[]> Log(IPage page) => page.EvaluateAsync<string[]>("log");
}
