using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>Signup at the simulated Meta, from the press to the receipt.</summary>
[Collection(SecondSiteCollection.Name)]
public sealed class MetaPairingTests(Site site)
{
    private const string Start = "[data-meta-start]:visible:not([aria-disabled])";

    [Theory]
    [InlineData("pt-BR", "finish", "message", "WhatsApp conectado", "Abrir a janela da Meta")]
    [InlineData("es-ES", "finish_only_waba", "code", "WhatsApp conectado", "Abrir la ventana de Meta")]
    [InlineData("en-US", "coexistence", "message", "WhatsApp is connected", "Open Meta's window")]
    [InlineData("en-US", "no_message", "code", "WhatsApp is connected", "Open Meta's window")]
    public async Task Two_presses_and_Metas_window_lead_to_the_receipt(string locale, string how, string first, string success, string open)
    {
        var phone = site.NewPhone();
        var link = await site.NewMetaLink();
        await using var browser = await site.Open(Site.Requests(locale));
        var page = await browser.NewPageAsync();
        var (errors, foreign) = (new List<string>(), new List<string>());
        browser.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        browser.Request += (_, request) =>
            {
                if (!request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith(site.Host.Url, StringComparison.Ordinal)) foreign.Add(request.Url);
            };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(link.Url);
        var window = await Open(page, open);
        await Expect(page.Locator("[data-screen=meta_waiting] h1")).ToBeVisibleAsync();
        await Finish(window, how, phone, first);

        await Expect(page.Locator("[data-screen=connected] h1")).ToHaveTextAsync(success);
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync(Site.Shown(phone));
        await Expect(page.Locator("[data-screen]:visible")).ToHaveCountAsync(1);
        errors.Should().BeEmpty();
        foreign.Should().BeEmpty();
    }

    [Fact]
    public async Task A_keyboard_is_enough()
    {
        var link = await site.NewMetaLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(Start)).ToHaveTextAsync("Open Meta's window");
        await Expect(page.Locator(Start)).ToBeFocusedAsync();
        var window = await page.RunAndWaitForPopupAsync(() => page.Keyboard.PressAsync("Enter"));
        await Expect(page.Locator("[data-screen=meta_waiting] h1")).ToBeFocusedAsync();
        await window.WaitForLoadStateAsync();
        await window.Keyboard.PressAsync("Tab");
        await Expect(window.Locator("[name=number]")).ToBeFocusedAsync();
        await window.Keyboard.PressAsync("Control+A");
        await window.Keyboard.TypeAsync(site.NewPhone());
        await window.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-screen=connected] h1")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("cancel", "meta_cancelled", "was closed before the end")]
    [InlineData("error", "meta_error", "The simulated account is restricted.")]
    [InlineData(null, "meta_cancelled", "was closed before the end")]
    public async Task An_end_without_a_number_is_reported_to_the_customer_and_to_the_SaaS(string? how, string reason, string sentence)
    {
        var link = await site.NewMetaLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        var window = await Open(page);
        if (how is null)
            await window.CloseAsync();
        else
            await Finish(window, how, site.NewPhone());
        await Expect(page.Locator("[data-screen=ready] [data-said]")).ToContainTextAsync(sentence);
        for (var attempt = 0; attempt < 600 && Reason(await site.Own(link)) != reason; attempt++)
            await page.WaitForTimeoutAsync(50);
        Reason(await site.Own(link)).Should().Be(reason);

        window = await page.RunAndWaitForPopupAsync(() => page.ClickAsync(Start));
        await Finish(window, "finish", site.NewPhone());
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();

        static string? Reason(JsonElement own) => own.TryGetProperty("failureReason", out var reason) ? reason.GetString() : null;
    }

    [Fact]
    public async Task A_number_that_Meta_only_lends_is_refused_with_a_way_on()
    {
        var link = await site.NewMetaLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        var window = await Open(page);
        await Finish(window, "finish", "15550001234");
        await Expect(page.Locator("[data-screen=meta_rejected]")).ToContainTextAsync("one that Meta lends for tests");
        await page.ClickAsync("[data-meta-restart]");
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_second_tab_mirrors_every_step_and_only_the_first_goes_where_the_SaaS_wants_it()
    {
        var link = await site.NewMetaLink(more: new { redirectUrl = "https://app.example.com/done?x=1", redirectState = "s 1" });
        await using var browser = await site.Open();
        await browser.RouteAsync("https://app.example.com/**", route => route.FulfillAsync(new() { Body = "back home" }));
        var (first, second) = (await browser.NewPageAsync(), await browser.NewPageAsync());
        await second.GotoAsync(link.Url);
        await first.GotoAsync(link.Url);
        var window = await Open(first);
        await Expect(second.Locator("[data-screen=meta_waiting]")).ToBeVisibleAsync();
        await Finish(window, "finish", site.NewPhone());

        await Expect(second.Locator("[data-screen=connected]")).ToContainTextAsync("+55 11");
        await first.WaitForURLAsync("https://app.example.com/**");
        first.Url.Should().Contain("x=1").And.Contain("status=success").And.Contain("numberId=num_").And.Contain("state=s%201");
        await first.GoBackAsync();
        await Expect(first.Locator("[data-screen=connected] .primary")).ToBeVisibleAsync();
        second.Url.Should().Be(link.Url);
        (await second.ContentAsync()).Should().NotContain("app.example.com").And.NotContain("num_");
    }

    [Fact]
    public async Task Inside_another_page_the_window_opens_too_and_the_parent_receives_the_outcome()
    {
        await using var parent = await ParentPage.Start();
        var link = await site.NewMetaLink(
            more: new { allowedOrigins = new[] { parent.Origin }, redirectUrl = "https://app.example.com/done" });
        await using var browser = await site.Open();
        parent.Show(
            $"<!doctype html><title>SaaS</title><script>heard = []; addEventListener('message', e => heard.push(e.data))</script><iframe title=Connect width=500 height=900 sandbox=\"allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox\" src=\"{link.Url}?embed=1&amp;autoStart=1&amp;parentOrigin={Uri.EscapeDataString(parent.Origin)}\"></iframe>");
        var page = await browser.NewPageAsync();
        await page.GotoAsync(parent.Origin);
        var frame = page.FrameLocator("iframe");
        await frame.Locator(Start).ClickAsync();
        await Expect(frame.Locator(Start)).ToHaveTextAsync("Open Meta's window");
        var window = await page.RunAndWaitForPopupAsync(() => frame.Locator(Start).ClickAsync());
        await Finish(window, "error", site.NewPhone());
        await Expect(frame.Locator("[data-screen=ready] [data-said]")).ToBeVisibleAsync();
        window = await page.RunAndWaitForPopupAsync(() => frame.Locator(Start).ClickAsync());
        await Finish(window, "finish", site.NewPhone());
        await Expect(frame.Locator("[data-screen=connected]")).ToBeVisibleAsync();

        await page.WaitForFunctionAsync("heard.some(one => one.type === 'connect:paired')");
        var received = (await page.EvaluateAsync<JsonElement>("heard")).EnumerateArray().ToList();
        JsonElement Payload(string type) => received.First(one => one.GetProperty("type").GetString() == type).GetProperty("payload");
        Payload("connect:error").GetProperty("code").GetString().Should().Be("META_ERROR");
        Payload("connect:error").GetProperty("message").GetString().Should().Contain("The simulated account is restricted.");
        Payload("connect:paired").GetProperty("numberId").GetString().Should().StartWith("num_");
        Payload("connect:paired").GetProperty("redirectUrl").GetString().Should().StartWith("https://app.example.com/done?")
            .And.Contain("status=success");
        received.Where(one => one.GetProperty("type").GetString() == "connect:step")
            .Select(one => one.GetProperty("payload").GetProperty("phase").GetString())
            .Should().Contain("meta_waiting").And.EndWith("connected");
        await Expect(frame.Locator("[data-going]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_late_report_does_not_reopen_a_closed_window()
    {
        var link = await site.NewMetaLink();
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        var late = new Dictionary<string, TaskCompletionSource> { ["meta_opened"] = new(), ["meta_error"] = new() };
        await page.RouteAsync("**/report", async route =>
        {
            if (late.TryGetValue(JsonDocument.Parse(route.Request.PostData!).RootElement.GetProperty("kind").GetString()!, out var held))
                await held.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(link.Url);
        await Finish(await Open(page), "error", site.NewPhone());
        await Expect(page.Locator("[data-screen=ready] [data-said]")).ToBeVisibleAsync();

        foreach (var (kind, phase) in new[] { ("meta_opened", "meta_waiting"), ("meta_error", "ready") })
        {
            late[kind].SetResult();
            await Expect(page.Locator($"[data-pairing][data-phase={phase}]")).ToBeVisibleAsync();
            await Expect(page.Locator("[data-screen=ready] [data-said]")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_link_with_a_QR_code_offers_Meta_where_a_passkey_is_in_the_way_and_in_its_help()
    {
        var phone = site.NewPhone();
        var link = await site.NewLink(new { number = "+" + phone, methods = new[] { "qr", "code", "meta" } });
        await using var browser = await site.Open();
        var page = await browser.NewPageAsync();
        await Site.OpenAndPress(page, link);
        await page.ClickAsync("summary:has-text('Connect without a QR code')");
        await page.ClickAsync("[data-help] [data-meta-offer]");
        await Expect(page.Locator("[data-screen=meta_start] h1")).ToBeFocusedAsync();
        await page.ClickAsync("[data-meta-back]");
        await Expect(page.Locator(Site.LiveQr)).ToBeVisibleAsync();

        await site.Simulate(link, "passkey");
        await page.ClickAsync("[data-screen=passkey_required] [data-meta-offer]");
        await Expect(page.Locator("[data-screen=meta_start]")).ToContainTextAsync($"Choose the number {Site.Shown(link.Phone)}");
        var window = await Open(page);
        (await window.InputValueAsync("[name=number]")).Should().Be(phone);
        await window.ClickAsync("button[value=cancel]");
        await Expect(page.Locator("[data-screen=meta_start] [data-said]")).ToContainTextAsync("was closed before the end");
        window = await page.RunAndWaitForPopupAsync(() => page.ClickAsync(Start));
        await Finish(window, "finish", site.NewPhone());
        await Expect(page.Locator("[data-screen=meta_rejected]"))
            .ToContainTextAsync("That is a different number from the one this link is for.");
        await page.ClickAsync("[data-meta-restart]");
        window = await page.RunAndWaitForPopupAsync(() => page.ClickAsync(Start));
        await window.ClickAsync("button[value=finish]");
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync("through Meta's official API");
        await page.ReloadAsync();
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync("Business settings");
    }

    [Fact]
    public async Task A_link_with_a_QR_code_alone_has_nothing_of_Meta()
    {
        var link = await site.NewLink();
        using var answer = await site.Http.GetAsync(new Uri(link.Url));
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("connect-meta").And.NotContain("data-meta")
            .And.NotContain("Facebook");
        string.Join(",", answer.Headers.GetValues("Cross-Origin-Opener-Policy")).Should().Be("same-origin");
        using var dialog = await site.Http.GetAsync(new Uri(site.Host.Url + "/simulator/meta/dialog/" + (await site.NewMetaLink(key: site.Host.LiveKey)).Token));
        ((int)dialog.StatusCode).Should().Be(404, "a live link has no simulated window");
    }

    [Theory]
    [InlineData(true, "script-src 'self' https://connect.facebook.net;",
        "connect-src 'self' https://www.facebook.com; frame-src https://www.facebook.com;")]
    [InlineData(false, "script-src 'self';", "connect-src 'self';")]
    public async Task The_policy_lets_Meta_in_only_where_its_window_is_opened(bool isLive, string scripts, string talks)
    {
        var link = await site.NewMetaLink(key: isLive ? site.Host.LiveKey : null);
        using var answer = await site.Http.GetAsync(new Uri(link.Url));
        string.Join(",", answer.Headers.GetValues("Content-Security-Policy")).Should().Contain(scripts).And.Contain(talks)
            .And.NotContain("unsafe");
        string.Join(",", answer.Headers.GetValues("Cross-Origin-Opener-Policy")).Should().Be("same-origin-allow-popups");
    }

    [Fact]
    public async Task Without_a_script_the_page_says_what_is_missing()
    {
        var link = await site.NewMetaLink();
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = false });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await Expect(page.Locator("[data-screen=ready]")).ToContainTextAsync("Meta's window needs JavaScript");
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_scripts_of_a_Meta_page_stay_within_the_budget_of_a_page()
    {
        var html = await (await site.Http.GetAsync(new Uri((await site.NewMetaLink()).Url))).Content.ReadAsStringAsync();
        var total = 0;
        foreach (System.Text.RegularExpressions.Match script in System.Text.RegularExpressions.Regex.Matches(html,
            "<script[^>]* src=\"([^\"]+)\""))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, script.Groups[1].Value);
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            using var response = await site.Http.SendAsync(request);
            response.Content.Headers.ContentEncoding.Should().Equal("gzip");
            total += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        total.Should().BeInRange(1, 12 * 1024);
    }

    private static async Task<IPage> Open(IPage page, string label = "Open Meta's window")
    {
        await page.ClickAsync(Start);
        await Expect(page.Locator(Start)).ToHaveTextAsync(label);
        return await page.RunAndWaitForPopupAsync(() => page.ClickAsync(Start));
    }

    private static async Task Finish(IPage window, string how, string phone, string first = "message")
    {
        await window.FillAsync("[name=number]", phone);
        await window.CheckAsync($"[name=order][value={first}]");
        await window.ClickAsync($"button[value={how}]");
    }
}
