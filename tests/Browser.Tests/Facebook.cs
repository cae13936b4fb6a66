using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Meta's two hosts as a browser meets them, at their real origins: the script, and the window that it opens. Nothing leaves this machine.
/// </summary>
internal sealed class Facebook
{
    private const string Script =
        """
        window.FB = {
          init(options) { window.initialised = options; },
          login(answer, options) { Object.assign(window, { answer, asked: options, activated: navigator.userActivation.isActive, theirs: window.open('https://www.facebook.com/dialog', '_blank', 'popup') }); },
        };
        setTimeout(() => window.fbAsyncInit());
        """;

    private Facebook()
    {
    }

    /// <summary>Whether the script can be had.</summary>
    public bool IsAway { get; set; }

    public List<string> Requests { get; } = [];

    public static async Task<Facebook> In(IBrowserContext browser)
    {
        var facebook = new Facebook();
        await browser.RouteAsync("https://connect.facebook.net/**", route =>
        {
            facebook.Requests.Add(route.Request.Url);
            return facebook.IsAway ? route.AbortAsync() : route.FulfillAsync(new() { ContentType = "text/javascript", Body = Script });
        });
        await browser.RouteAsync(url => new Uri(url).Host.EndsWith("facebook.com", StringComparison.Ordinal), route =>
        {
            facebook.Requests.Add(route.Request.Url);
            return route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>Meta</title>" });
        });
        return facebook;
    }

    /// <summary>The two presses that it takes.</summary>
    public static async Task<IPage> Open(IPage page)
    {
        await page.ClickAsync("[data-meta-start]:visible");
        await page.Locator("[data-meta-start]:visible:not([aria-disabled])", new() { HasText = "Open Meta's window" }).WaitForAsync();
        return await page.RunAndWaitForPopupAsync(() => page.ClickAsync("[data-meta-start]:visible"));
    }

    public static Task Post(IPage window, string json, bool asText = true) =>
        window.EvaluateAsync("([text, asText]) => opener.postMessage(asText ? text : JSON.parse(text), '*')",
            new object[] { json, asText });

    public static Task Code(IPage page, string? code) =>
        page.EvaluateAsync("(code) => answer({ authResponse: code && { code }, status: code ? 'connected' : 'unknown' })", code);

    public static string Event(string name, string data = "{}") =>
        $$"""{"type":"WA_EMBEDDED_SIGNUP","event":"{{name}}","data":{{data}},"version":"3"}""";
}
