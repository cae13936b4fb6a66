using System.Text.Json;
using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>A SaaS page under a strict policy that uses the script as its documentation says, and keeps a log of the callbacks.</summary>
internal sealed class EmbeddingSite : IAsyncDisposable
{
    private readonly ParentPage _parent;
    private readonly IBrowserContext _browser;

    private EmbeddingSite(ParentPage parent, IBrowserContext browser, IPage page) => (_parent, _browser, Page) = (parent, browser, page);

    public IPage Page { get; }

    public string Origin => _parent.Origin;

    public IFrameLocator Frame => Page.FrameLocator("iframe");

    /// <summary>
    /// A page with a button far down and a place for an inline embed. <c>log</c> has every callback as <c>[who, what, payload]</c>.
    /// </summary>
    public static async Task<EmbeddingSite> Open(
        Site site, BrowserNewContextOptions? options = null, string? styles = null, string path = "/embed.js", bool stoppedClock = false,
        string? embedder = null, string? scheme = null, string? frames = null, string? connects = null)
    {
        var parent = await ParentPage.Start();
        parent.Embedder = embedder;
        parent.Show(
            $"""
            <!doctype html><html lang="en"><title>SaaS</title><meta name="color-scheme" content="{scheme ?? "normal"}"><link rel="icon" href="data:,">
            <main><div id="place"></div><div id="other"></div><p id="high">A long page</p><button id="opener">Connect</button><input id="below"></main>
            <script src="{site.Host.Url}{path}"></script><script src="/app.js"></script></html>
            """,
            """
            window.log = [];
            window.listening = (who) => Object.fromEntries(['onReady', 'onStep', 'onPaired', 'onError', 'onExpired', 'onClose'].map((name) => [name, (payload) => log.push([who, name, payload ?? null])]));
            addEventListener('securitypolicyviolation', (event) => log.push(['policy', event.violatedDirective, event.blockedURI]));
            document.querySelector('#high').style.height = '2000px';
            window.modal = (token, more) => { document.querySelector('#opener').onclick = () => { window.handle = PilotPairing.connect.open({ token, ...listening('modal'), ...more }); }; };
            """,
            $"default-src 'none'; script-src 'self' {site.Host.Url}; style-src {styles ?? "'self'"}; img-src data:; frame-src {frames ?? site.Host.Url + " 'self'"}; base-uri 'none'; form-action 'none'; connect-src {connects ?? "'none'"}");
        var browser = await site.Open(options);
        var page = await browser.NewPageAsync();
        if (stoppedClock)
            await page.Clock.InstallAsync();
        await page.GotoAsync(parent.Origin);
        return new(parent, browser, page);
    }

    /// <summary>Opens the modal as a person does.</summary>
    public async Task OpenModal(Link link, object? more = null)
    {
        await Page.EvaluateAsync("([token, more]) => modal(token, more)", new[] { link.Token, more ?? new { } });
        await Page.ClickAsync("#opener");
        await Received("modal", "onReady");
    }

    public async Task Mount(string place, Link link, object? more = null)
    {
        await Page.EvaluateAsync(
            "([place, token, more]) => { window[place] = PilotPairing.connect.mount('#' + place, { token, ...listening(place), ...more }); }", new[] { place, link.Token, more ?? new { } });
        await Received(place, "onReady");
    }

    public Task Received(string who, string what) =>
        Page.WaitForFunctionAsync("([who, what]) => log.some(([a, b]) => a === who && b === what)", new[] { who, what });

    /// <summary>The payloads of one callback, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> Payloads(string who, string what) =>
        [.. (await Log()).Where(entry => entry[0].GetString() == who && entry[1].GetString() == what).Select(entry => entry[2])];

    public async Task<IReadOnlyList<JsonElement>> Log() => [.. (await Page.EvaluateAsync<JsonElement>("log")).EnumerateArray()];

    /// <summary>Whatever was on its way has arrived: the frame's messages come in order, and so do the browser's tasks.</summary>
    public Task Completed() => Page.EvaluateAsync("new Promise((done) => setTimeout(done, 150))");

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _parent.DisposeAsync();
    }
}
