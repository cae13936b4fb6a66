using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// One published host and one Chromium for the tests of a collection; every test has links and browser contexts of its own.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"];

    internal const string LiveQr = "[data-tile=qr][data-state=live]";
    internal const string LiveCode = "[data-tile=code][data-state=live]";

    /// <summary>In milliseconds. Only what never comes is waited for so long: a machine may be busy with other tests.</summary>
    private static readonly float LongestWait = (float)Patience.Longest.TotalMilliseconds;

    private readonly (string Name, string Value)[] _settings = [];
    private PublishedHost? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private int _numbers;

    public Site()
    {
    }

    internal Site(params (string Name, string Value)[] settings) => _settings = settings;

    internal PublishedHost Host => _host!;

    internal HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _host = await PublishedHost.Start(_settings);
        Http = new SocketsHttpHandler { AllowAutoRedirect = false }.ClientFor(_host.Url);
        Assertions.SetDefaultExpectTimeout(LongestWait);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = Flags });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Http?.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    internal async Task<IBrowserContext> Open(BrowserNewContextOptions? options = null)
    {
        var browser = await _browser!.NewContextAsync(options ?? new() { Locale = "en-US" });
        browser.SetDefaultTimeout(LongestWait);
        return browser;
    }

    internal static BrowserNewContextOptions Phone(string locale = "en-US", ColorScheme scheme = ColorScheme.Light) =>
        new()
        {
            Locale = locale,
            ColorScheme = scheme,
            ViewportSize = new() { Width = 360, Height = 740 },
            HasTouch = true,
            IsMobile = true
        };

    internal static BrowserNewContextOptions Requests(string locale = "en-US", ColorScheme scheme = ColorScheme.Light) =>
        new() { Locale = locale, ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 900 } };

    /// <summary>Opens the link and presses its button: there is a QR code to scan, or what a phone shows instead.</summary>
    internal static async Task OpenAndPress(IPage page, Link link, string shows = LiveQr)
    {
        await page.GotoAsync(link.Url);
        await Press(page, shows);
    }

    internal static async Task Press(IPage page, string shows = LiveQr)
    {
        await page.ClickAsync("[data-start]");
        await page.WaitForSelectorAsync(shows);
    }

    /// <summary>
    /// From here on the page's clock stands still: it changes only by server events. Its clock must have been installed before it was
    /// opened.
    /// </summary>
    internal static async Task StopClock(IPage page) =>
        await page.Clock.PauseAtAsync(DateTimeOffset.FromUnixTimeMilliseconds(await page.EvaluateAsync<long>("Date.now()")).AddSeconds(10)
            .UtcDateTime);

    internal async Task<Link> NewLink(object? more = null, string? key = null)
    {
        var terms = new Dictionary<string, object> { ["name"] = "Reception", ["number"] = "+" + NewPhone() };
        foreach (var property in more?.GetType().GetProperties() ?? [])
            terms[property.Name] = property.GetValue(more)!;
        var made = await Keyed("/v1/numbers/remote-pairing", terms, key);
        return new(made.GetProperty("remotePairingUrl").GetString()!, made.GetProperty("remotePairingToken").GetString()!,
            made.GetProperty("linkId").GetString()!, made.GetProperty("numberId").GetString()!,
            made.GetProperty("maskedNumber").GetString()!, made.GetProperty("instance").GetProperty("number").GetString()!);
    }

    /// <summary>A Meta link; what is not known before its completion is empty.</summary>
    internal async Task<Link> NewMetaLink(string flow = "embedded", object? more = null, string? key = null)
    {
        var terms = new Dictionary<string, object> { ["metaFlow"] = flow };
        foreach (var property in more?.GetType().GetProperties() ?? [])
            terms[property.Name] = property.GetValue(more)!;
        var made = await Keyed("/v1/numbers/remote-pairing", terms, key);
        return new(made.GetProperty("remotePairingUrl").GetString()!, made.GetProperty("remotePairingToken").GetString()!,
            made.GetProperty("linkId").GetString()!, "", "");
    }

    /// <summary>Digits that no other test uses.</summary>
    internal string NewPhone() => $"551199{Interlocked.Increment(ref _numbers):0000000}";

    /// <summary>How the page shows one of our phones. Playwright takes a blank that does not break for any other.</summary>
    internal static string Shown(string digits) => $"+{digits[..2]} {digits[2..4]} {digits[4..6]}••• {digits[^4..]}";

    internal async Task<JsonElement> Simulate(Link link, string happened) =>
        await Keyed($"/v1/test/numbers/{link.NumberId}/simulate", new { @event = happened });

    internal async Task<JsonElement> Info(Link link) =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/remote-pairing/{link.Token}", UriKind.Relative));

    /// <summary>The link as its owner sees it.</summary>
    internal async Task<JsonElement> Own(Link link)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/links/{link.Id}");
        request.Headers.Add("x-api-key", Host.Key);
        using var response = await Http.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    internal async Task<JsonElement> Keyed(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("x-api-key", key ?? Host.Key);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The one that needs least comes first, wherever it is in the path; PILOTPAIRING_TEST_CHROMIUM names another.</summary>
    private static string Chromium()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
        if (Environment.GetEnvironmentVariable("PILOTPAIRING_TEST_CHROMIUM") is { Length: > 0 } named)
            names = [named];
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"None of these in PATH: {string.Join(", ", names)}");
    }
}

internal sealed record Link(string Url, string Token, string Id, string NumberId, string Masked, string Phone = "");

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Site";
}

/// <summary>Tests that wait more than they work run beside the others, at a host and with a Chromium of their own.</summary>
[CollectionDefinition(Name)]
public sealed class SecondSiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Second site";
}
