using System.Net.Http.Json;
using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// One link, and whatever may happen to its page: what the server brings about and what a person does, in an order drawn from a seed.
/// After each step the page has to agree with the server; what must hold at every moment is watched within the page.
/// </summary>
internal sealed class RandomWalk(Site site, int seed)
{
    private const int MostTabs = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);
    private static readonly string[] Simulated =
        ["scan", "wrong_number", "confirming", "passkey", "qr_exhausted", "no_qr", "rate_limited", "gateway_down", "gateway_up"];

    private readonly Random _random = new(seed);
    private readonly List<string> _story = [];
    private readonly List<string> _failures = [];
    private readonly List<IPage> _tabs = [];
    private IBrowserContext _browser = null!;
    private Link _link = null!;
    private bool _offline;

    /// <summary>What went wrong and how it came to that; null when nothing did.</summary>
    public async Task<string?> Take(int steps)
    {
        try
        {
            await Begin();
            for (var step = 0; step < steps && _failures.Count == 0; step++)
            {
                await Step();
                await Check();
            }
        }
        catch (Exception broken) when (broken is TimeoutException or PlaywrightException)
        {
            Note(broken.Message);
        }
        finally
        {
            await _browser.DisposeAsync();
        }

        return _failures.Count == 0 ? null : $"seed {seed}: {string.Join("; ", _failures)}\n  after {string.Join(" › ", _story)}";
    }

    private async Task Begin()
    {
        var locale = Pick("pt-BR", "es-ES", "en-US");
        _browser = await site.Open(_random.Next(2) == 0 ? Site.Phone(locale) : Site.Requests(locale));
        await _browser.AddInitScriptAsync(PageWatch.Script);
        var methods = Pick<string[]>(["qr", "code"], ["qr", "code"], ["qr", "code"], ["qr"], ["qr"], ["code"]);
        _link = await site.NewLink(new { methods });
        _story.Add($"{locale}, {string.Join('+', methods)}");
        await OpenTab();
        await Check();
    }

    private Task Step() => _random.Next(100) switch
    {
        < 23 => Simulate(Pick(Simulated)),
        < 30 => OnServer("the QR code turns", () => site.Host.TurnQr(_link.NumberId)),
        < 32 => OnServer("codes cool down", () => site.Host.CoolDown(_link.NumberId, Pick("Qr", "Code", null))),
        < 33 => OnServer("the link runs out", () => site.Host.Expire(_link.NumberId)),
        < 34 => OnServer("the link is withdrawn", () => site.Keyed($"/v1/links/{_link.Id}/revoke", new { })),
        < 64 => Click("main button:visible:not([aria-disabled])"),
        < 72 => Click("main summary:visible"),
        < 77 => Click("nav a"),
        < 82 => OnServer("reload", () => Anyone().ReloadAsync()),
        < 86 => Back(),
        < 91 => _tabs.Count < MostTabs ? OpenTab() : CloseTab(),
        < 96 => Network(),
        _ => TwoAtOnce(),
    };

    /// <summary>A press and a server event that cross.</summary>
    private Task TwoAtOnce() => Task.WhenAll(Click("main button:visible:not([aria-disabled])"), Simulate(Pick(Simulated)));

    private IPage Anyone() => _tabs[_random.Next(_tabs.Count)];

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];

    private async Task OnServer(string what, Func<Task> act)
    {
        _story.Add(what);
        // A person without a network gets the browser's own page, of which nothing is asked.
        if (_offline && what is "reload" or "back")
            await Network();
        await act();
    }

    private async Task Simulate(string happened)
    {
        _story.Add(happened);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/test/numbers/{_link.NumberId}/simulate") { Content = JsonContent.Create(new { @event = happened }) };
        request.Headers.Add("x-api-key", site.Host.Key);
        using var answer = await site.Http.SendAsync(request);
        if ((int)answer.StatusCode >= 500)
            _failures.Add($"{happened}: {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task Click(string what)
    {
        var page = Anyone();
        var which = _random.Next(100);
        var found = page.Locator(what);
        if ((_offline && what.StartsWith("nav", StringComparison.Ordinal)) || await found.CountAsync() is not (> 0 and var count))
            return;
        var one = found.Nth(which % count);
        try
        {
            var words = await one.InnerTextAsync(new() { Timeout = 1000 });
            _story.Add($"“{words.Trim()}”");
            await one.ClickAsync(new() { Timeout = 1000 });
        }
        catch (Exception gone) when (gone is TimeoutException or PlaywrightException)
        {
            _story.Add("(it was gone)");
        }
    }

    private async Task OpenTab()
    {
        if (_offline)
            return;
        _story.Add("open a tab");
        var page = await _browser.NewPageAsync();
        page.PageError += (_, error) => Note("error: " + error);
        page.Console += (_, message) =>
            {
                if (message.Type == "error"
                && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) Note("console: " + message.Text);
            };
        _tabs.Add(page);
        await page.GotoAsync(_link.Url);
    }

    private async Task CloseTab()
    {
        _story.Add("close a tab");
        var page = Anyone();
        _tabs.Remove(page);
        await page.CloseAsync();
    }

    /// <summary>Who goes back too far, goes forward again.</summary>
    private async Task Back()
    {
        if (_offline)
            return;
        _story.Add("back");
        var page = Anyone();
        await page.GoBackAsync();
        if (!page.Url.StartsWith(_link.Url, StringComparison.Ordinal))
            await page.GoForwardAsync();
    }

    private async Task Network()
    {
        _offline = !_offline;
        _story.Add(_offline ? "offline" : "online");
        await _browser.SetOfflineAsync(_offline);
    }

    private void Note(string failure)
    {
        lock (_failures)
            _failures.Add(failure);
    }

    private async Task Check()
    {
        foreach (var (page, tab) in _tabs.Select((page, tab) => (page, tab)))
        {
            if (!_offline && await Disagreement(page) is { } failure)
                Note($"tab {tab}: {failure}");
            foreach (var found in await Ask<string[]>(page, "window.violations ?? []"))
                Note($"tab {tab}: {found}");
        }
    }

    /// <summary>Null as soon as the page shows what the server says.</summary>
    private async Task<string?> Disagreement(IPage page)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(Pace);
        while (true)
        {
            var before = await ScreenOfServer();
            var shown = await Ask<string>(page, PageWatch.Screen);
            if (shown == before || shown == await ScreenOfServer())
                return null;
            if (shown == "connected")
                return $"shows success where the server says {before}";
            if (patience.IsCancellationRequested)
                return $"shows {shown} where the server says {before}";
            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>A page that a click leads away from may go while it is asked: then the next one is.</summary>
    private static async Task<T> Ask<T>(IPage page, string what)
    {
        while (true)
        {
            try
            {
                return await page.EvaluateAsync<T>(what);
            }
            catch (PlaywrightException gone) when (gone.Message.Contains("navigation", StringComparison.Ordinal))
            {
                await page.WaitForLoadStateAsync();
            }
        }
    }

    private async Task<string> ScreenOfServer()
    {
        var link = await site.Own(_link);
        return link.GetProperty("status").GetString() switch
        {
            "expired" or "revoked" => "expired",
            _ => link.GetProperty("phase").GetString() is var phase && phase is "preparing" or "awaiting_scan" ? "pair" : phase!,
        };
    }
}
