using System.Text.Json;
using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The page and Meta's own origins: whom it believes, in which order things may come, and that every end leads back to a button.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class MetaWindowTests(Site site)
{
    private const string ErrorText = "[data-screen=ready] [data-said]";
    private const string Ids = """{"phone_number_id":"111","waba_id":"222","business_id":"333"}""";

    [Fact]
    public async Task Nothing_of_Meta_is_asked_for_before_the_press_and_its_window_opens_within_the_second_one()
    {
        var (page, facebook, _) = await Page();
        await page.WaitForTimeoutAsync(300);
        facebook.Requests.Should().BeEmpty();
        (await page.EvaluateAsync<bool>("document.querySelectorAll('script').length === 1 && !document.querySelector('iframe')")).Should()
            .BeTrue();

        var window = await Facebook.Open(page);
        facebook.Requests.Should().HaveCount(2).And.StartWith("https://connect.facebook.net/en_US/sdk.js");
        new Uri(window.Url).Host.Should().Be("www.facebook.com");
        (await page.EvaluateAsync<string>("JSON.stringify(initialised)")).Should().Be("""{"appId":"1234567890","version":"v26.0"}""");
        (await page.EvaluateAsync<string>("JSON.stringify(asked)")).Should()
            .Be("""{"config_id":"9876543210","response_type":"code","override_default_response_type":true,"extras":{}}""");
        (await page.EvaluateAsync<bool>("activated")).Should().BeTrue("browsers open windows during a press only");
        await Expect(page.Locator("[data-screen=meta_waiting]")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("FINISH", true, true)]
    [InlineData("FINISH", false, false)]
    [InlineData("FINISH_ONLY_WABA", true, false)]
    [InlineData("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", false, true)]
    [InlineData("FINISH_OF_A_LATER_VERSION", true, true)]
    public async Task Code_and_ids_are_brought_home_in_either_order_as_text_or_as_an_object(string name, bool codeFirst, bool asText)
    {
        var (page, _, bodies) = await Page();
        var window = await Facebook.Open(page);
        await Site.StopClock(page);
        if (codeFirst)
            await Facebook.Code(page, "code-1");
        await Facebook.Post(window, Facebook.Event(name, Ids), asText);
        if (!codeFirst)
            await Facebook.Code(page, "code-1");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        bodies.Should().ContainSingle();
        JsonSerializer.Serialize(bodies[0]).Should().Be($$"""{"code":"code-1","phoneNumberId":"111","wabaId":"222","event":"{{name}}"}""");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Ids_that_never_come_or_are_none_are_left_to_the_server()
    {
        var (page, _, bodies) = await Page();
        var window = await Facebook.Open(page);
        await Facebook.Post(window, Facebook.Event("FINISH_ONLY_WABA", """{"phone_number_id":"../me?x","waba_id":222}"""));
        await Facebook.Code(page, "code-1");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        JsonSerializer.Serialize(bodies[0]).Should().Be("""{"code":"code-1","wabaId":"222","event":"FINISH_ONLY_WABA"}""");
        await page.Context.CloseAsync();

        (page, _, bodies) = await Page();
        await Facebook.Open(page);
        await Site.StopClock(page);
        await Facebook.Code(page, "code-2");
        bodies.Should().BeEmpty("the ids may be on their way");
        await page.Clock.ResumeAsync();
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        JsonSerializer.Serialize(bodies[0]).Should().Be("""{"code":"code-2"}""");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Only_https_and_facebook_com_itself_are_believed()
    {
        var (page, _, bodies) = await Page();
        await Facebook.Open(page);
        var evil = await page.RunAndWaitForPopupAsync(() => page.EvaluateAsync("void window.open('https://evilfacebook.com/')"));
        await evil.WaitForLoadStateAsync();
        new Uri(evil.Url).Host.Should().Be("evilfacebook.com");
        await Facebook.Post(evil, Facebook.Event("ERROR", """{"error_message":"believe me"}"""));
        foreach (var origin in new[] { "http://www.facebook.com", "http://facebook.com", "https://facebook.com.evil.example",
            "https://notfacebook.com", "null", "", site.Host.Url })
            await page.EvaluateAsync("([origin, data]) => window.dispatchEvent(new MessageEvent('message', { origin, data }))",
                new[] { origin, Facebook.Event("ERROR", """{"error_message":"believe me"}""") });
        await page.EvaluateAsync(
            "window.dispatchEvent(new MessageEvent('message', { origin: 'https://www.facebook.com', data: '{not json' }))");
        await page.EvaluateAsync(
            "window.dispatchEvent(new MessageEvent('message', { origin: 'https://www.facebook.com', data: { type: 'other', event: 'ERROR' } }))");
        await Expect(page.Locator("[data-screen=meta_waiting]")).ToBeVisibleAsync();
        await Expect(page.Locator(ErrorText)).ToBeHiddenAsync();

        await page.EvaluateAsync(
            "([data]) => window.dispatchEvent(new MessageEvent('message', { origin: 'https://business.facebook.com', data }))",
            new[] { Facebook.Event("ERROR", """{"error_message":"It is really us."}""") });
        await Expect(page.Locator(ErrorText)).ToContainTextAsync("Meta reports a problem: “It is really us.”");
        bodies.Should().BeEmpty();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("CANCEL", """{"current_step":"PHONE_NUMBER_SETUP"}""", "was closed before the end")]
    [InlineData("CANCEL", """{"error_message":"Your account is restricted.","error_code":"524126","session_id":"s"}""",
        "“Your account is restricted.”")]
    [InlineData("ERROR", """{"error_code":"524126"}""", "“524126”")]
    [InlineData("ERROR", """{"error_message":"<img src=x onerror=ran=1>$&{0}"}""", "“<img src=x onerror=ran=1>$&{0}”")]
    [InlineData(null, "", "was closed before the end")]
    public async Task Every_other_end_says_what_happened_and_gives_the_button_back(string? name, string data, string sentence)
    {
        var (page, _, bodies) = await Page();
        var window = await Facebook.Open(page);
        if (name is not null)
            await Facebook.Post(window, Facebook.Event(name, data));
        await Facebook.Code(page, null);
        await Expect(page.Locator(ErrorText)).ToContainTextAsync(sentence);
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToBeEnabledAsync();

        await page.RunAndWaitForPopupAsync(() => page.ClickAsync("[data-screen=ready] [data-meta-start]"));
        await Expect(page.Locator("[data-screen=meta_waiting]")).ToBeVisibleAsync();
        await Facebook.Code(page, "second-code");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
        bodies.Should().ContainSingle().Which.GetProperty("code").GetString().Should().Be("second-code");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Cancelling_on_the_page_prevents_a_connection_by_the_open_window()
    {
        var (page, _, bodies) = await Page();
        await Facebook.Open(page);
        await page.ClickAsync("[data-meta-cancel]");
        await Expect(page.Locator(ErrorText)).ToContainTextAsync("was closed before the end");
        await Facebook.Code(page, "late");
        await page.WaitForTimeoutAsync(2000);
        bodies.Should().BeEmpty();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_missing_script_and_a_blocked_window_are_reported_and_can_be_retried()
    {
        var (page, facebook, _) = await Page();
        facebook.IsAway = true;
        await page.ClickAsync("[data-meta-start]:visible");
        await Expect(page.Locator(ErrorText)).ToContainTextAsync("could not be loaded");
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToHaveTextAsync("Continue with Facebook");

        facebook.IsAway = false;
        await page.ClickAsync("[data-meta-start]:visible");
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToHaveTextAsync("Open Meta's window");
        await Expect(page.Locator(ErrorText)).ToBeHiddenAsync();
        await page.EvaluateAsync("window.opens = window.open; window.open = () => null; true");
        await page.ClickAsync("[data-meta-start]:visible");
        await Expect(page.Locator(ErrorText)).ToContainTextAsync("Allow pop-ups");
        await page.EvaluateAsync("window.open = opens; true");
        await page.RunAndWaitForPopupAsync(() => page.ClickAsync("[data-screen=ready] [data-meta-start]"));
        await Expect(page.Locator("[data-screen=meta_waiting]")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(422, """{"error":"Meta refused","code":"META_REJECTED","details":{"code":133005,"subcode":null,"message":"Two step verification PIN Mismatch"},"requestId":"r"}""", "meta_rejected", "a different two-step verification PIN")]
    [InlineData(422, """{"error":"Meta refused","code":"META_REJECTED","details":{"code":190,"subcode":460,"message":"Session invalidated"},"requestId":"r"}""", "meta_rejected", "Session invalidated")]
    [InlineData(400, """{"error":"Validation error","code":"VALIDATION_ERROR","details":{"fields":{"code":"is required"}},"requestId":"r"}""", "meta_rejected", "is not right yet")]
    [InlineData(503, """{"error":"Meta cannot be reached","code":"META_UNREACHABLE","requestId":"r"}""", "meta_unreachable",
        "not your fault")]
    [InlineData(503, """{"error":"No Meta app is configured here","code":"META_NOT_CONFIGURED","requestId":"r"}""", "meta_not_configured",
        "not your fault")]
    [InlineData(429, """{"error":"Too many requests","code":"RATE_LIMITED","requestId":"r"}""", "meta_unreachable", "nothing is lost")]
    public async Task A_refused_completion_has_a_screen_that_takes_the_focus_and_a_way_on(
        int status, string answer, string screen, string sentence)
    {
        var (page, _, bodies) = await Page((status, answer));
        await Facebook.Open(page);
        await Facebook.Code(page, "code-1");
        await Expect(page.Locator($"[data-screen={screen}]")).ToContainTextAsync(sentence);
        await Expect(page.Locator($"[data-screen={screen}] h1")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-screen]:visible")).ToHaveCountAsync(1);
        if (screen == "meta_unreachable")
        {
            await page.ClickAsync("[data-meta-again]");
            await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
            bodies.Should().HaveCount(2);
            bodies[1].GetRawText().Should().Be(bodies[0].GetRawText(), "the server knows how far the first try came");
        }
        else if (screen == "meta_rejected")
        {
            await page.ClickAsync("[data-meta-restart]");
            await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToBeVisibleAsync();
            await Expect(page.Locator(ErrorText)).ToBeHiddenAsync();
        }

        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 WhatsApp/2.24.9", true)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/459.0]", true)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 330.0.0.40.92", true)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1", false)]
    public async Task Inside_an_app_the_real_browser_is_asked_for_and_the_link_can_be_copied(string userAgent, bool isInApp)
    {
        var link = await site.NewMetaLink();
        var options = Site.Phone();
        options.UserAgent = userAgent;
        await using var browser = await site.Open(options);
        await browser.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await Expect(page.Locator("[data-in-app]")).ToHaveCountAsync(isInApp ? 1 : 0);
        if (!isInApp)
            return;
        await page.TapAsync("[data-in-app] button");
        (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).Should().Be(link.Url);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            (await Accessibility.ViolationsOn(page)).Should().BeEmpty();
            await page.ScreenshotAsync(
                new()
                {
                    FullPage = true,
                    Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots",
                    $"meta-in_app-360-{scheme}.png".ToLowerInvariant())
                });
        }

        (await Fit.LayoutProblems(page)).Should().BeEmpty();
        await Expect(page.Locator("[data-screen=ready] [data-meta-start]")).ToBeVisibleAsync();
    }

    /// <summary>A live link whose completion gives the configured answer once, and then succeeds.</summary>
    private async Task<(IPage Page, Facebook Facebook, List<JsonElement> Bodies)> Page((int Status, string Answer)? first = null)
    {
        var link = await site.NewMetaLink(key: site.Host.LiveKey);
        var browser = await site.Open();
        var facebook = await Facebook.In(browser);
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        var bodies = new List<JsonElement>();
        await page.RouteAsync("**/v1/meta-embedded/*/complete", route =>
        {
            bodies.Add(route.Request.PostDataJSON()!.Value);
            var (status, answer) = bodies.Count == 1 && first is { } reported
                ? reported : (200, """{"numberId":"num_1","number":"5511999990000","state":"OPEN"}""");
            return route.FulfillAsync(new() { Status = status, ContentType = "application/json", Body = answer });
        });
        await page.GotoAsync(link.Url);
        return (page, facebook, bodies);
    }
}
