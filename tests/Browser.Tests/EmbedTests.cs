using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The script beyond the modal's looks: in place, twice on a page, ended early, and links that die while they are shown.</summary>
[Collection(SiteCollection.Name)]
public sealed class EmbedTests(Site site)
{
    [Fact]
    public async Task An_inline_embed_is_as_high_as_its_page_and_follows_it()
    {
        await using var saas = await EmbeddingSite.Open(site);
        await saas.Mount("place", await site.NewLink());
        await Expect(saas.Frame.Locator("[data-screen=ready]")).ToBeVisibleAsync();
        await ShouldFit(saas);
        await saas.Frame.Locator("[data-start]").ClickAsync();
        await saas.Frame.Locator(Site.LiveQr).WaitForAsync();
        await ShouldFit(saas);
        (await saas.Log()).Should().NotContain(entry => entry[0].GetString() == "policy");
    }

    [Fact]
    public async Task Two_embeds_on_one_page_receive_messages_of_their_own_page_only()
    {
        await using var saas = await EmbeddingSite.Open(site, new() { ViewportSize = new() { Width = 1280, Height = 2400 } });
        var (first, second) = (await site.NewLink(), await site.NewLink());
        await saas.Mount("place", first, new { autoStart = true });
        await saas.Mount("other", second, new { autoStart = true });
        foreach (var place in new[] { "place", "other" })
            await saas.Page.FrameLocator($"#{place} iframe").Locator(Site.LiveQr).WaitForAsync();
        await site.Simulate(second, "scan");
        await saas.Received("other", "onPaired");
        await saas.Completed();
        (await saas.Payloads("place", "onPaired")).Should().BeEmpty();
        (await saas.Payloads("place", "onStep")).Should().OnlyContain(step => step.GetProperty("phase").GetString() != "connected");
        (await saas.Payloads("other", "onPaired")).Single().GetProperty("numberId").GetString().Should().Be(second.NumberId);
    }

    [Fact]
    public async Task After_destroy_the_frame_is_gone_and_no_callback_comes_however_far_the_pairing_goes()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var (inModal, inPlace) = (await site.NewLink(), await site.NewLink());
        await saas.Mount("place", inPlace, new { autoStart = true });
        await saas.OpenModal(inModal, new { autoStart = true });
        await saas.Page.FrameLocator("dialog iframe").Locator(Site.LiveQr).WaitForAsync();
        await saas.Page.FrameLocator("#place iframe").Locator(Site.LiveQr).WaitForAsync();

        await saas.Page.EvaluateAsync("handle.destroy(); place.destroy(); log.length = 0");
        await Expect(saas.Page.Locator("iframe, dialog")).ToHaveCountAsync(0);
        await saas.Page.EvaluateAsync("handle.destroy(); place.destroy()");
        // What was on its way comes from a window that is gone, as does the frame's.
        await saas.Page.EvaluateAsync(
            "(origin) => dispatchEvent(new MessageEvent('message', { origin, data: { source: 'pilot-status-embed', v: 1, type: 'connect:step', payload: {} } }))", site.Host.Url);
        await site.Simulate(inModal, "scan");
        await site.Simulate(inPlace, "scan");
        await saas.Completed();
        (await saas.Log()).Should().BeEmpty();
        await Expect(saas.Page.Locator("#opener")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Destroy_inside_a_callback_ends_it_there()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var link = await site.NewLink();
        await saas.Page.EvaluateAsync(
            "(token) => { const all = listening('place'); const handle = PilotPairing.connect.mount('#place', { token, ...all, onReady() { all.onReady(); handle.destroy(); } }); }", link.Token);
        await saas.Received("place", "onReady");
        await saas.Completed();
        (await saas.Log()).Should().ContainSingle();
        await Expect(saas.Page.Locator("iframe")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_that_expires_while_it_is_shown_is_reported_exactly_once(bool byTheClock)
    {
        await using var saas = await EmbeddingSite.Open(site);
        var link = await site.NewLink();
        await saas.Mount("place", link, new { autoStart = true });
        await saas.Frame.Locator(Site.LiveQr).WaitForAsync();
        if (byTheClock)
            await site.Host.Expire(link.NumberId);
        else
            await site.Keyed($"/v1/links/{link.Id}/revoke", new { });
        await saas.Received("place", "onExpired");
        await saas.Frame.Locator("nav a[lang=es]").ClickAsync();
        await Expect(saas.Frame.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await saas.Completed();
        (await saas.Payloads("place", "onExpired")).Should().ContainSingle();
        (await saas.Payloads("place", "onReady")).Should().ContainSingle();
        (await saas.Payloads("place", "onPaired")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_link_that_was_dead_before_says_so_and_needs_no_callback_to_do_it()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var errors = new List<string>();
        saas.Page.PageError += (_, error) => errors.Add(error);
        await saas.Page.EvaluateAsync("PilotStatus.connect.mount(document.querySelector('#other'), { token: 'rp_nobody' })");
        await saas.Page.FrameLocator("#other iframe").Locator("[data-dead]").WaitForAsync();
        await saas.Page.EvaluateAsync("PilotStatus.connect.mount('#place', { token: 'rp_nobody', ...listening('place') })");
        await saas.Received("place", "onExpired");
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task An_error_on_the_page_comes_with_its_code()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var link = await site.NewLink();
        await saas.Mount("place", link, new { autoStart = true });
        await saas.Frame.Locator(Site.LiveQr).WaitForAsync();
        await site.Simulate(link, "gateway_down");
        await saas.Received("place", "onError");
        var error = (await saas.Payloads("place", "onError")).Single();
        error.GetProperty("code").GetString().Should().Be("GATEWAY_UNAVAILABLE");
        error.GetProperty("message").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_shown_throws_an_error_that_names_the_option()
    {
        await using var saas = await EmbeddingSite.Open(site);
        foreach (var (options, named) in new[]
        {
            ("undefined", "token"), ("{}", "token"), ("{ token: '' }", "token"), ("{ token: 42 }", "token"),
            ("{ token: 'a/../b' }", "token"),
            ("{ token: 'https://pair.example.com/somewhere/else' }", "token"),
            ("{ token: 'rp_a', baseUrl: 'javascript:alert(1)//' }", "baseUrl"),
        })
        {
            foreach (var call in new[] { $"open({options})", $"mount('#place', {options})" })
                (await Thrown(saas, call)).Should().Contain(named, call);
        }

        (await Thrown(saas, "mount('#nowhere', { token: 'rp_a' })")).Should().Contain("#nowhere");
        await Expect(saas.Page.Locator("iframe, dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_whole_link_will_do_as_a_token_and_does_not_choose_the_host()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var link = await site.NewLink();
        await saas.Page.EvaluateAsync("(token) => PilotStatus.connect.mount('#place', { token, ...listening('place') })",
            $"https://evil.example/connect/{link.Token}?embed=0#x");
        await saas.Received("place", "onReady");
        (await saas.Page.GetAttributeAsync("iframe", "src")).Should().StartWith(link.Url + "?embed=1&");
    }

    [Fact]
    public async Task What_init_sets_holds_for_later_calls_and_a_call_may_differ()
    {
        await using var saas = await EmbeddingSite.Open(site);
        (await saas.Page.EvaluateAsync<bool>("PilotStatus === PilotPairing")).Should().BeTrue();
        await saas.Page.EvaluateAsync("PilotStatus.init({ locale: 'es', title: 'Vincular', ...listening('init') })");
        var link = await site.NewLink();
        await saas.Page.EvaluateAsync(
            "(token) => { PilotStatus.connect.mount('#place', { token, locale: undefined }); PilotStatus.connect.mount('#other', { token, locale: 'pt-BR', onReady: listening('other').onReady }); }", link.Token);
        await saas.Received("init", "onReady");
        await saas.Received("other", "onReady");
        await Expect(saas.Page.FrameLocator("#place iframe").Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Expect(saas.Page.FrameLocator("#other iframe").Locator("html")).ToHaveAttributeAsync("lang", "pt-BR");
        (await saas.Page.GetAttributeAsync("#other iframe", "title")).Should().Be("Vincular");
        await saas.Page.EvaluateAsync("PilotStatus.init()");
    }

    private static Task<string> Thrown(EmbeddingSite saas, string call) => saas.Page.EvaluateAsync<string>(
        $"(() => {{ try {{ PilotStatus.connect.{call}; return 'nothing'; }} catch (error) {{ return error instanceof Error ? error.message : 'no Error'; }} }})()");

    private static async Task ShouldFit(EmbeddingSite saas)
    {
        int[] inside = [];
        for (var check = 0; check < 600 && (inside is not [var page, var frame] || page != frame); check++)
        {
            await saas.Completed();
            inside = await saas.Frame.Locator("body")
                .EvaluateAsync<int[]>("(body) => [Math.ceil(body.getBoundingClientRect().height), document.documentElement.clientHeight]");
        }

        inside[1].Should().Be(inside[0], "nothing is cut off and nothing is left over");
    }
}
