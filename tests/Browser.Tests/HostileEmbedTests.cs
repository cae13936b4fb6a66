namespace PilotPairing.Browser.Tests;

/// <summary>Messages that are not the page's, and pages that never answer.</summary>
[Collection(SiteCollection.Name)]
public sealed class HostileEmbedTests(Site site)
{
    private const string Paired = "{ source: 'pilot-status-embed', v: 1, type: 'connect:paired', payload: { numberId: 'num_false' } }";

    private string Liar => $"{site.Host.Url}/connect/rp_liar";

    [Fact]
    public async Task A_message_from_another_window_is_ignored_even_from_the_same_origin()
    {
        await using var saas = await EmbeddingSite.Open(site);
        await Pretend(saas, Liar, Paired);
        await saas.Mount("place", await site.NewLink());
        await saas.Page.EvaluateAsync($"postMessage({Paired}, '*')");
        await saas.Page.EvaluateAsync(
            "(url) => { const liar = document.createElement('iframe'); liar.src = url; document.querySelector('#other').append(liar); return new Promise((done) => addEventListener('message', () => done(), { once: true })); }", Liar);
        await saas.Completed();
        (await saas.Payloads("place", "onPaired")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_from_our_frame_is_ignored_once_it_shows_another_origin()
    {
        await using var saas = await EmbeddingSite.Open(site);
        await saas.Mount("place", await site.NewLink());
        await Pretend(saas, saas.Origin + "/liar", Paired);
        await saas.Page.EvaluateAsync(
            "new Promise((done) => { addEventListener('message', () => done(), { once: true }); document.querySelector('iframe').src = '/liar'; })");
        await saas.Completed();
        (await saas.Payloads("place", "onPaired")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_said_in_our_words_changes_nothing()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var errors = new List<string>();
        saas.Page.PageError += (_, error) => errors.Add(error);
        await Pretend(saas, Liar,
            "{ source: 'somebody-else', v: 1, type: 'connect:paired', payload: {} }",
            "{ type: 'connect:paired', payload: {} }",
            "'connect:paired'",
            "null",
            "{ source: 'pilot-status-embed', v: 1, type: 'connect:unheard-of', payload: {} }",
            "{ source: 'pilot-status-embed', v: 1, type: 'resize', payload: { height: 'calc(100vh)' } }",
            "{ source: 'pilot-status-embed', v: 1, type: 'resize' }",
            "{ source: 'pilot-status-embed', v: 1, type: 'connect:step', payload: { phase: 'the last' } }");
        await saas.Page.EvaluateAsync("PilotStatus.connect.mount('#place', { token: 'rp_liar', ...listening('place') })");
        await saas.Received("place", "onStep");
        (await saas.Log()).Should().ContainSingle();
        errors.Should().BeEmpty();
        (await saas.Page.Locator("iframe").EvaluateAsync<string>("(frame) => frame.style.height")).Should().Be("600px");
    }

    [Fact]
    public async Task A_page_that_may_not_be_framed_here_ends_in_LOAD_TIMEOUT_after_10_seconds()
    {
        await using var saas = await EmbeddingSite.Open(site, stoppedClock: true);
        var link = await site.NewLink(new { allowedOrigins = new[] { "https://app.example.com" } });
        await Site.StopClock(saas.Page);
        await saas.Page.EvaluateAsync(
            "(token) => { window.handle = PilotStatus.connect.open({ token, ...listening('modal') }); PilotStatus.connect.mount('#place', { token }); }", link.Token);
        await saas.Page.Clock.FastForwardAsync(9_000);
        (await saas.Payloads("modal", "onError")).Should().BeEmpty();
        await saas.Page.Clock.FastForwardAsync(2_000);
        (await saas.Payloads("modal", "onError")).Should().ContainSingle().Which.GetProperty("code").GetString().Should()
            .Be("LOAD_TIMEOUT");
        (await saas.Payloads("modal", "onReady")).Should().BeEmpty();
    }

    [Fact]
    public async Task Neither_a_page_that_came_nor_one_that_was_taken_away_times_out()
    {
        await using var saas = await EmbeddingSite.Open(site, stoppedClock: true);
        var (shown, gone) = (await site.NewLink(), await site.NewLink(new { allowedOrigins = new[] { "https://app.example.com" } }));
        await saas.Mount("place", shown);
        await saas.Page.EvaluateAsync(
            "(token) => { PilotStatus.connect.mount('#other', { token, ...listening('other') }).destroy(); PilotStatus.connect.mount('#other', { token, ...listening('other') }); document.querySelector('#other').replaceChildren(); }", gone.Token);
        await saas.Page.Clock.FastForwardAsync(60_000);
        (await saas.Payloads("place", "onError")).Should().BeEmpty();
        (await saas.Payloads("other", "onError")).Should().BeEmpty();
    }

    /// <summary>A page that posts this to the page that frames it.</summary>
    private static async Task Pretend(EmbeddingSite saas, string url, params string[] messages) => await saas.Page.RouteAsync(
        url + "*", route => route.FulfillAsync(
            new()
            {
                ContentType = "text/html",
                Body = $"<script>for (const message of [{string.Join(',', messages)}]) parent.postMessage(message, '*')</script>"
            }));
}
