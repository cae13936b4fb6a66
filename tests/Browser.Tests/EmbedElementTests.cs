using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The embed as an element, as frameworks use it, and in a window of its own where a site cannot frame it.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class EmbedElementTests(Site site)
{
    private const string Add =
        """
        (json) => {
          const attributes = JSON.parse(json);
          const element = document.createElement('pilot-pairing');
          for (const name of ['ready', 'step', 'paired', 'error', 'expired']) element.addEventListener(name, (event) => log.push(['element', name, event.detail ?? null]));
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          document.querySelector('#place').append(element);
          window.element = element;
        }
        """;

    private const string Pop =
        """
        ([token, destroys]) => document.querySelector('#opener').onclick = () => {
          const handle = PilotPairing.connect.popup({ token, ...listening('popup') });
          if (destroys) handle.destroy();
        }
        """;

    [Fact]
    public async Task An_element_shows_the_page_pairs_and_tells_it_as_events()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var link = await site.NewLink();
        await Show(saas, new { token = link.Token, theme = "dark", locale = "es", autoStart = "" });
        var frame = saas.Page.FrameLocator("pilot-pairing iframe");
        await Expect(frame.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Expect(frame.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await frame.Locator(Site.LiveQr).WaitForAsync();

        await site.Simulate(link, "scan");
        await saas.Received("element", "paired");

        (await saas.Payloads("element", "paired")).Should().ContainSingle().Which.GetProperty("numberId").GetString().Should().Be(link.NumberId);
        (await saas.Payloads("element", "ready")).Should().ContainSingle();
        (await saas.Page.EvaluateAsync<string>("element.shadowRoot.mode")).Should().Be("open");
        (await saas.Log()).Should().NotContain(entry => entry[0].GetString() == "policy");
    }

    [Fact]
    public async Task Another_token_is_another_page_and_an_element_that_goes_takes_its_page_along()
    {
        await using var saas = await EmbeddingSite.Open(site);
        var (first, second) = (await site.NewLink(), await site.NewLink());
        await Show(saas, new { });
        await saas.Completed();
        await Expect(saas.Page.Locator("pilot-pairing iframe")).ToHaveCountAsync(0);
        await saas.Page.EvaluateAsync("token => element.setAttribute('token', token)", first.Token);
        await saas.Received("element", "ready");

        await saas.Page.EvaluateAsync("token => { log.length = 0; element.setAttribute('token', token); element.setAttribute('title', 'Pair'); }", second.Token);
        await saas.Received("element", "ready");

        var frame = saas.Page.Locator("pilot-pairing iframe");
        await Expect(frame).ToHaveCountAsync(1);
        (await frame.GetAttributeAsync("src")).Should().Contain(second.Token);
        await Expect(frame).ToHaveAttributeAsync("title", "Pair");
        await saas.Page.EvaluateAsync("document.querySelector('#other').append(element)");
        await saas.Completed();
        await Expect(frame).ToHaveCountAsync(1);
        await saas.Page.EvaluateAsync("element.remove()");
        await saas.Completed();
        (await saas.Page.EvaluateAsync<int>("element.shadowRoot.children.length")).Should().Be(0);
    }

    [Fact]
    public async Task What_cannot_be_used_is_an_error_and_shows_nothing()
    {
        await using var saas = await EmbeddingSite.Open(site);

        await Show(saas, new { token = "no token at all" });
        await saas.Received("element", "error");

        (await saas.Payloads("element", "error")).Should().ContainSingle().Which.GetProperty("code").GetString().Should().Be("INVALID_OPTION");
        await Expect(saas.Page.Locator("pilot-pairing iframe")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_window_of_its_own_pairs_and_the_site_is_told_once()
    {
        await using var saas = await EmbeddingSite.Open(site, frames: "'none'", connects: site.Host.Url);
        var link = await site.NewLink();
        await saas.Page.EvaluateAsync(Pop, new object[] { link.Token, false });
        var window = await saas.Page.RunAndWaitForPopupAsync(() => saas.Page.ClickAsync("#opener"));
        await window.Locator("[data-start]").ClickAsync();
        await window.Locator(Site.LiveQr).WaitForAsync();
        window.Url.Should().StartWith(link.Url).And.NotContain("embed=");

        await site.Simulate(link, "scan");
        await Expect(window.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        await saas.Page.BringToFrontAsync();
        await saas.Received("popup", "onPaired");

        (await saas.Payloads("popup", "onPaired")).Should().ContainSingle().Which.TryGetProperty("numberId", out _).Should().BeFalse();
        (await saas.Payloads("popup", "onStep")).Select(step => step.GetProperty("phase").GetString()).Should().StartWith("ready")
            .And.OnlyHaveUniqueItems();
        (await saas.Log()).Should().NotContain(entry => entry[0].GetString() == "policy");
    }

    [Fact]
    public async Task A_dead_link_is_expired_and_nothing_is_told_after_destroy()
    {
        await using var saas = await EmbeddingSite.Open(site, connects: site.Host.Url);
        var (dead, alive) = (await site.NewLink(), await site.NewLink());
        await site.Keyed($"/v1/links/{dead.Id}/revoke", new { });
        await saas.Page.EvaluateAsync(Pop, new object[] { dead.Token, false });
        await saas.Page.RunAndWaitForPopupAsync(() => saas.Page.ClickAsync("#opener"));
        await saas.Page.BringToFrontAsync();
        await saas.Received("popup", "onExpired");

        await saas.Page.EvaluateAsync("log.length = 0");
        await saas.Page.EvaluateAsync(Pop, new object[] { alive.Token, true });
        await saas.Page.RunAndWaitForPopupAsync(() => saas.Page.ClickAsync("#opener"));
        await saas.Completed();
        (await saas.Log()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_window_that_the_browser_does_not_open_is_an_error()
    {
        await using var saas = await EmbeddingSite.Open(site, connects: site.Host.Url);
        await saas.Page.EvaluateAsync("window.open = () => null");
        await saas.Page.EvaluateAsync(Pop, new object[] { (await site.NewLink()).Token, false });
        await saas.Page.ClickAsync("#opener");
        await saas.Completed();

        (await saas.Log()).Should().ContainSingle().Which[2].GetProperty("code").GetString().Should().Be("POPUP_BLOCKED");
    }

    private static async Task Show(EmbeddingSite saas, object attributes) =>
        await saas.Page.EvaluateAsync(Add, JsonSerializer.Serialize(attributes));
}
