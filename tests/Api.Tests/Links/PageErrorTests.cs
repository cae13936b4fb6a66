using System.Net.Http.Headers;

namespace PilotPairing.Api.Tests.Links;

/// <summary>
/// What a browser is answered under the page's address when no page of a link comes of it: words for people, and nothing that keeps or
/// passes on the link.
/// </summary>
public sealed class PageErrorTests : IAsyncLifetime
{
    private static readonly (string, string) Browser = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    private readonly ApiHost _host = new();

    public Task InitializeAsync()
    {
        _host.Settings["RateLimits:TokenBurst"] = "8";
        _host.Settings["RateLimits:TokenPerSecond"] = "1";
        return _host.InitializeAsync();
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task The_page_takes_no_other_methods_than_it_names(string method)
    {
        var link = await _host.NewLink();

        var answer = await _host.Call(method, $"/connect/{link.Token()}", null, "", Browser);

        answer.ShouldBeRefused(405, "METHOD_NOT_ALLOWED");
        answer.Headers["allow"].Should().Be("GET,POST");
    }

    [Fact]
    public async Task Every_answer_keeps_the_link_from_caches_search_engines_and_referrers()
    {
        var token = (await _host.NewLink()).Token();
        var answers = new[]
        {
            await _host.Call("GET", $"/connect/{token}", null, "", Browser),
            await _host.Call("HEAD", $"/connect/{token}", null, "", Browser),
            await _host.Call("POST", $"/connect/{token}", new FormUrlEncodedContent([]), "", Browser, ("Origin", "https://evil.example")),
            await _host.Call("PUT", $"/connect/{token}", null, "", Browser),
            await _host.Call("GET", "/connect/nonsense", null, "", Browser),
            await _host.Call("GET", "/connect", null, ""),
        };

        answers.Select(answer => answer.Status).Should().Equal(200, 200, 403, 405, 404, 404);
        foreach (var (answer, index) in answers.Select((answer, index) => (answer, index)))
        {
            answer.Headers.Should().Contain("cache-control", "no-store").And.Contain("referrer-policy", "no-referrer")
                .And.Contain("x-robots-tag", "noindex, nofollow")
                .And.Contain("x-content-type-options", "nosniff", $"answer {index} is one, too");
            answer.Headers.Should().NotContainKey("set-cookie");
        }
    }

    [Theory]
    [InlineData("/connect")]
    [InlineData("/connect/")]
    [InlineData("/connect/rp_x/y?lang=en")]
    public async Task An_incomplete_link_gets_a_page_that_explains_it(string path)
    {
        var answer = await _host.Call("GET", path, null, "", Browser, ("Accept-Language", "en"));

        answer.Status.Should().Be(404);
        answer.Headers["content-type"].Should().StartWith("text/html");
        answer.Text.Should().Contain("This link is incomplete").And.NotContain("Pilot")
            .And.Contain("screen message attention", "a clock would say that it is over");
        (await _host.Get(path, key: "")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/connections/rp_x")]
    [InlineData("/demo")]
    [InlineData("/assets/ast_01m7yzm1g9e3atdvy5zebzrk9y")]
    public async Task An_unknown_path_gives_a_browser_a_page_in_its_language_and_a_program_an_envelope(string path)
    {
        var answer = await _host.Call("GET", path, null, "", Browser, ("Accept-Language", "es-MX, en;q=0.5"));

        answer.Status.Should().Be(404);
        answer.Headers["content-type"].Should().StartWith("text/html");
        answer.Text.Should().Contain("<html lang=\"es\"").And.Contain("Aquí no hay nada").And.NotContain("Pilot")
            .And.NotContain("data-dead").And.Contain("screen message attention");
        answer.Headers.Should().Contain("cache-control", "no-store").And.Contain("referrer-policy", "no-referrer")
            .And.Contain("x-robots-tag", "noindex, nofollow")
            .And.Contain("x-content-type-options", "nosniff");
        answer.Headers["content-security-policy"].Should().StartWith("default-src 'none'; script-src 'self';")
            .And.EndWith("frame-ancestors 'none'");
        (await _host.Call("HEAD", path, null, "", Browser)).Status.Should().Be(404);
        (await _host.Call("GET", path, null, "", ("Accept", "*/*"))).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("GET", "/v1/nowhere")]
    [InlineData("GET", "/api/nowhere")]
    [InlineData("GET", "/favicon.ico")]
    [InlineData("POST", "/nowhere")]
    public async Task What_programs_ask_for_is_answered_to_programs(string method, string path) =>
        (await _host.Call(method, path, null, "", Browser)).ShouldBeRefused(404, "NOT_FOUND");

    [Fact]
    public async Task A_form_that_cannot_be_read_leads_back_to_the_page_and_starts_nothing()
    {
        var link = await _host.NewLink();
        var garbage = new StringContent(
            "garbage")
        { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };

        var answer = await _host.Call("POST", $"/connect/{link.Token()}?lang=en", garbage, "", Browser);

        answer.Status.Should().Be(200, "the redirect was followed");
        answer.Text.Should().Contain("data-phase=\"ready\"");
        (await _host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
    }

    [Fact]
    public async Task A_rate_limited_browser_gets_a_page_that_retries_and_does_not_call_the_link_dead()
    {
        var token = (await _host.NewLink()).Token();
        var answers = await Task.WhenAll(Enumerable.Range(0, 14)
            .Select(_ => _host.Call("GET", $"/connect/{token}?lang=en", null, "", Browser)));

        var refused = answers.First(answer => answer.Status != 200);
        refused.Status.Should().Be(429);
        refused.Headers.Should().ContainKey("retry-after");
        refused.Text.Should().Contain("<html lang=\"en\"").And.Contain("http-equiv=\"refresh\"").And.NotContain("data-dead")
            .And.NotContain("RATE_LIMITED").And.NotContain("Pilot");
        refused.Headers["content-security-policy"].Should().StartWith("default-src 'none'");
    }
}
