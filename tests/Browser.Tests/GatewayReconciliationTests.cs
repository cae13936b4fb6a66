using Microsoft.Playwright;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeEvolution;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>A published host whose live tenant pairs through an Evolution server.</summary>
public sealed class EvolutionSite : IAsyncLifetime
{
    /// <summary>By which the server's QR codes come and turn; host and browser go by the real one.</summary>
    internal FakeClock Time { get; } = new();

    internal EvolutionServer Server { get; private set; } = null!;

    internal Site Site { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await EvolutionServer.Start(Time);
        Site = new(
            ("Gateways__main__Kind", "evolution"), ("Gateways__main__BaseUrl", Server.Url), ("Gateways__main__ApiKey", Server.ApiKey),
            ("PairingBudget__PerQuarterHour", "1000"), ("PairingBudget__PerDay", "1000"));
        await Site.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Site.DisposeAsync();
        await Server.DisposeAsync();
    }

    internal Task<Link> NewLink() => Site.NewLink(key: Site.Host.LiveKey);

    internal FakeInstance InstanceOf(Link link) => Server.Instance(NameOf(link));

    internal int ChecksOf(Link link) =>
        Server.Asked.Count(asked => asked.Contains("connectionState/" + NameOf(link), StringComparison.Ordinal));

    private static string NameOf(Link link)
    {
        WireId.TryParse("num_", link.NumberId, out var id).Should().BeTrue();
        return new NumberId(id).InstanceName;
    }
}

/// <summary>What a customer reads while the gateway does what real ones do: each sentence must be so.</summary>
public sealed class GatewayReconciliationTests(EvolutionSite evolution) : IClassFixture<EvolutionSite>, IAsyncLifetime
{
    private const string Reconnected = "scanned_at";
    private const int Held = 600;

    public Task InitializeAsync()
    {
        (evolution.Server.WhatsApp, evolution.Server.FirstQrAfter, evolution.Server.WhileConnecting) =
            (WhatsApp.OffersQrCodes, TimeSpan.Zero, null);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_dropped_socket_shows_its_next_QR_code_and_never_that_a_phone_accepted()
    {
        var (link, page) = await Shown();
        var first = await page.GetAttributeAsync("[data-tile=qr] img", "src");
        evolution.Server.FirstQrAfter = TimeSpan.FromSeconds(1);

        await Received(link, () => Task.Run(evolution.InstanceOf(link).Drop));
        var checks = evolution.ChecksOf(link);
        await Until(() => Task.FromResult(evolution.ChecksOf(link) > checks + 1));
        // The page asked for both, and the pairing code comes a second after the QR code.
        evolution.Time.Advance(TimeSpan.FromSeconds(2));
        await Until(async () => await page.GetAttributeAsync("[data-tile=qr] img", "src") != first);

        await Expect(page.Locator(Site.LiveQr)).ToBeVisibleAsync();
        (await Phases(page)).Should().BeSubsetOf(["ready", "preparing", "awaiting_scan"]);
        evolution.InstanceOf(link).Scan(link.Phone);
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_restarted_gateway_is_away_and_comes_back_with_a_QR_code_of_its_own_accord()
    {
        var (link, page) = await Shown();
        evolution.Server.FirstQrAfter = TimeSpan.FromSeconds(1);

        await evolution.Server.GoAway();
        await Expect(page.Locator("[data-screen=gateway_unavailable]")).ToContainTextAsync("as soon as it responds");
        await Received(link, evolution.Server.ComeBack);
        var checks = evolution.ChecksOf(link);
        await Until(() => Task.FromResult(evolution.ChecksOf(link) > checks + 1));

        // A second after the session was opened again, which on a busy machine may be later than the check above.
        await Until(() =>
        {
            evolution.Time.Advance(TimeSpan.FromSeconds(1));
            return page.Locator(Site.LiveQr).WaitForAsync(new() { Timeout = 3_000 })
                .ContinueWith(shown => shown.IsCompletedSuccessfully, TaskScheduler.Default);
        });
        (await Phases(page)).Should().NotContain("confirming");
    }

    [Fact]
    public async Task A_socket_without_a_next_QR_code_says_what_to_do_if_a_phone_scanned_and_claims_no_more()
    {
        var (link, page) = await Shown();
        evolution.Server.WhatsApp = WhatsApp.Silent;
        await Received(link, () => Task.Run(evolution.InstanceOf(link).Drop));

        await evolution.Site.Host.Age(link.NumberId, Reconnected, Held + 3);
        await Expect(page.Locator("[data-screen=confirming]")).ToContainTextAsync("Keep WhatsApp open on your phone until it is done.");
        await evolution.Site.Host.Age(link.NumberId, Reconnected, 87);

        await Expect(page.Locator("[data-screen=stalled]")).ToContainTextAsync("If your phone asks for a passkey");
    }

    [Fact]
    public async Task Where_WhatsApp_gives_no_code_the_page_says_so_and_not_that_a_service_is_away()
    {
        evolution.Server.WhatsApp = WhatsApp.Silent;
        var (link, page) = await Opened();
        await page.ClickAsync("[data-start]");

        foreach (var opened in new[] { 0, 1 })
        {
            await Until(async () =>
                await evolution.Site.Host.Remembered<bool>(link.NumberId, $"starting_until is null and restarts = {opened}"));
            await evolution.Site.Host.Age(link.NumberId, "opened_at", 10);
        }

        await Expect(page.Locator("[data-screen=stalled]")).ToContainTextAsync("The code did not arrive");
        (await Phases(page)).Should().NotContain("gateway_unavailable");
        evolution.Server.WhatsApp = WhatsApp.OffersQrCodes;
        await page.ClickAsync("[data-screen=stalled] button");
        await Expect(page.Locator(Site.LiveQr)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_gateway_that_was_away_for_longer_than_the_pairing_goes_on_with_it_when_it_is_back()
    {
        var (link, page) = await Shown();
        await evolution.Server.GoAway();
        var screen = page.Locator("[data-screen=gateway_unavailable]");
        await Expect(screen).ToContainTextAsync("We continue as soon as it responds");
        await evolution.Site.Host.GiveUp(link.NumberId);
        await Expect(screen).ToContainTextAsync("If nothing happens for a minute, try again");
        await Expect(screen.GetByText("Try again", new() { Exact = true })).ToBeVisibleAsync();

        await evolution.Server.ComeBack();
        await evolution.Site.Host.RunJob("reopen-pairings");

        await Expect(page.Locator(Site.LiveQr)).ToBeVisibleAsync();
        evolution.InstanceOf(link).Scan(link.Phone);
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_QR_code_is_on_the_page_while_the_call_that_opened_the_socket_still_sleeps()
    {
        var sleeps = new TaskCompletionSource();
        evolution.Server.WhileConnecting = () => sleeps.Task;
        var (_, page) = await Opened();

        await Site.Press(page);

        sleeps.Task.IsCompleted.Should().BeFalse();
        sleeps.SetResult();
    }

    private async Task<(Link Link, IPage Page)> Opened()
    {
        var link = await evolution.NewLink();
        var page = await (await evolution.Site.Open(Site.Requests())).NewPageAsync();
        await page.AddInitScriptAsync(
            """
            window.phases = [];
            addEventListener('DOMContentLoaded', () => {
              const page = document.querySelector('[data-pairing]');
              const note = () => window.phases.push(page.dataset.phase);
              note();
              new MutationObserver(note).observe(page, { attributeFilter: ['data-phase'] });
            });
            """);
        await page.GotoAsync(link.Url);
        return (link, page);
    }

    /// <summary>A page with a QR code that has been there for ten seconds.</summary>
    private async Task<(Link Link, IPage Page)> Shown()
    {
        var (link, page) = await Opened();
        await Site.Press(page);
        // A look that was overtaken by a notification leaves it to the next look to remember when the QR code came.
        await Until(async () => await evolution.Site.Host.Remembered<bool>(link.NumberId, "artifact_at is not null"));
        await evolution.Site.Host.Age(link.NumberId, "artifact_at", 10);
        return (link, page);
    }

    /// <summary>Does it, and comes back when its notification was taken; the three seconds begin when the test says so.</summary>
    private async Task Received(Link link, Func<Task> act)
    {
        await act();
        await Until(async () => await evolution.Site.Host.Remembered<int>(link.NumberId, "reconnects") == 1);
        await evolution.Site.Host.Age(link.NumberId, Reconnected, -Held);
    }

    private static Task<string[]> Phases(IPage page) => page.EvaluateAsync<string[]>("window.phases");

    private static async Task Until(Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Patience.Longest, "it should have happened by now");
            await Task.Delay(25);
        }
    }
}
