using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Leads several open pages through everything that is shown on the way through Meta, signup and credentials. Where one press changes what
/// others show, each has a link of its own.
/// </summary>
/// <param name="inspect">Called with the name of each state while all pages show it.</param>
internal sealed class MetaWalk(Site site, IReadOnlyList<IPage> pages, Func<string, Task> inspect)
{
    private const string Start = "[data-meta-start]:visible:not([aria-disabled])";

    private static readonly object Branding = new { companyName = "Clínica Aurora", supportUrl = "https://example.com/help" };
    private static readonly object Terms = new { branding = Branding, failureRedirectUrl = "https://example.com/sorry" };

    private readonly List<IRoute> _held = [];

    public async Task Through()
    {
        await Signup();
        await OfferedBesideQr();
        await Credentials();
        await Windows();
    }

    private async Task Signup()
    {
        await Each(async page => await page.GotoAsync((await site.NewMetaLink(more: Terms)).Url));
        await inspect("meta-ready");
        await Each(page => page.RouteAsync("**/sdk.js", route => route.AbortAsync()));
        await Press();
        await ErrorIsShown();
        await inspect("meta-not_loaded");
        await Each(page => page.UnrouteAsync("**/sdk.js"));
        await Press();
        await Each(page => page.Locator("[data-meta-start]:visible:not([aria-disabled])").WaitForAsync());
        await inspect("meta-loaded");
        await Each(page => page.EvaluateAsync("window.opens = window.open; window.open = () => null; true"));
        await Press();
        await ErrorIsShown();
        await inspect("meta-blocked");
        await Each(page => page.EvaluateAsync("window.open = opens; true"));

        var windows = await Open();
        await inspect("meta_waiting");
        await End(windows, "cancel");
        await ErrorIsShown();
        await inspect("meta-cancelled");
        await End(await Open(), "error");
        await ErrorIsShown();
        await inspect("meta-reported");

        await Each(page => page.RouteAsync("**/complete", Hold));
        await End(await Open(), "finish");
        await Show("meta_registering");
        await inspect("meta_registering");
        await Answer(422, """{"code":"META_REJECTED","details":{"code":133005,"subcode":null,"message":"Two step verification PIN Mismatch","fbtraceId":"A1"}}""");
        await Show("meta_rejected");
        await inspect("meta_rejected");
        await Each(page => page.ClickAsync("[data-meta-restart]"));
        await End(await Open(), "finish");
        await Answer(503, """{"code":"META_UNREACHABLE"}""");
        await Show("meta_unreachable");
        await inspect("meta_unreachable");
        await Each(page => page.ClickAsync("[data-meta-again]"));
        await Answer(503, """{"code":"META_NOT_CONFIGURED"}""");
        await Show("meta_not_configured");
        await inspect("meta_not_configured");
        await Each(page => page.UnrouteAsync("**/complete"));

        await Each(page => page.ReloadAsync());
        await Press();
        await Each(page => page.Locator(Start).WaitForAsync());
        await End(await Open(), "finish");
        await Show("connected");
        await Each(page => page.Locator("[data-screen=connected] .trust").WaitForAsync());
        await inspect("meta-connected");
    }

    private async Task OfferedBesideQr()
    {
        var link = await site.NewLink(new { branding = Branding, methods = new[] { "qr", "code", "meta" } });
        await Each(page => page.GotoAsync(link.Url));
        await pages[0].ClickAsync("[data-start]");
        await Each(page => page.WaitForSelectorAsync("[data-tile][data-state=live]:visible"));
        await site.Simulate(link, "passkey");
        await Show("passkey_required");
        await Each(page => page.EvaluateAsync("document.querySelector('[data-help] > details').open = true"));
        await inspect("meta-offered");
        await Each(page => page.ClickAsync("[data-screen=passkey_required] [data-meta-offer]"));
        await Show("meta_start");
        await inspect("meta_start");
    }

    private async Task Credentials()
    {
        var link = await site.NewMetaLink("credentials", Terms);
        await Each(page => page.GotoAsync(link.Url));
        await inspect("credentials");
        await Each(page => page.ClickAsync("button[type=submit]"));
        await inspect("credentials-wrong");
        foreach (var (state, code) in new[] { ("credentials-refused", 190), ("credentials-rejected", 131031) })
        {
            await Each(page => page.RouteAsync("**/complete", Hold));
            await Each(async page =>
            {
                await page.FillAsync("[name=phoneNumberId]", "106540352242922");
                await page.FillAsync("[name=wabaId]", "102290129340398");
                await page.FillAsync("[name=accessToken]", "EAAG");
                await page.FillAsync("[name=pin]", "123456");
                await page.FillAsync("[name=name]", "Recepção");
                await page.ClickAsync("button[type=submit]");
            });
            await Answer(422, $$$"""{"code":"META_REJECTED","details":{"code":{{{code}}},"subcode":null,"message":"Error validating access token: Session has expired.","fbtraceId":"A1"}}""");
            await Show("ready");
            await inspect(state);
        }

        await Each(page => page.UnrouteAsync("**/complete"));
    }

    private async Task Windows()
    {
        var link = await site.NewMetaLink();
        await Each(page => page.GotoAsync($"{site.Host.Url}/simulator/meta/dialog/{link.Token}"));
        await inspect("simulated-meta");
    }

    private Task Press() => Each(page => page.ClickAsync(Start));

    private async Task<IPage[]> Open() =>
        await Task.WhenAll(pages.Select(page => page.RunAndWaitForPopupAsync(() => page.ClickAsync(Start))));

    private async Task End(IPage[] windows, string how)
    {
        foreach (var window in windows)
        {
            await window.FillAsync("[name=number]", site.NewPhone());
            await window.ClickAsync($"button[value={how}]");
        }
    }

    private Task ErrorIsShown() => Each(page => page.Locator("[data-said]:visible").WaitForAsync());

    private Task Hold(IRoute route)
    {
        lock (_held)
            _held.Add(route);
        return Task.CompletedTask;
    }

    private async Task Answer(int status, string body)
    {
        for (var attempt = 0; attempt < 600 && _held.Count < pages.Count; attempt++)
            await pages[0].WaitForTimeoutAsync(50);
        await Task.WhenAll(_held.Select(route =>
            route.FulfillAsync(new() { Status = status, ContentType = "application/json", Body = body })));
        _held.Clear();
    }

    private Task Show(string screen) => Each(page => Expect(page.Locator($"[data-screen={screen}]")).ToBeVisibleAsync());

    private Task Each(Func<IPage, Task> act) => Task.WhenAll(pages.Select(act));
}
