using System.Globalization;
using Dapper;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>Who gets in at <c>/ops/sign-in</c> and who does not, and what the audit log has of it.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_page_that_is_asked_for_before_signing_in_comes_after_it()
    {
        using var browser = Browser();
        (await browser.Get("/ops")).Headers["location"].Should().EndWith("/ops/sign-in?returnUrl=%2Fops");

        var signedIn = await browser.SignIn(returnUrl: "/ops/jobs/failed?from=10");

        (signedIn.Status, signedIn.Headers["location"]).Should().Be((302, "/ops/jobs/failed?from=10"));
        var cookie = signedIn.Headers["set-cookie"];
        cookie.Should().StartWith("pilotpairing-ops=").And.Contain("httponly").And.Contain("samesite=strict").And.Contain("path=/")
            .And.NotContain("domain").And.NotContain("expires");
        var page = await browser.Get("/ops");
        page.Status.Should().Be(200);
        page.Text.Should().Contain("<span class=\"who\">ops<small>operator</small></span>");
        (await browser.Get(OpsBrowser.SignInPage)).Headers["location"].Should().Be("/ops");
        (await Audit()).Should().Equal(("ops", "Operator", "SignedIn", "127.0.0.1"));
    }

    [Fact]
    public async Task A_program_gets_401_where_a_person_gets_the_form()
    {
        using var browser = Browser();

        (await browser.Get("/ops", "application/json")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await browser.Post("/ops/sign-out", OpsBrowser.SignInPage)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Theory]
    [InlineData("ops", "correct horse batterY", "ops")]
    [InlineData("ops", "", "ops")]
    [InlineData("Ops", ApiHost.OpsPassword, "(unknown)")]
    [InlineData("correct horse battery", "ops", "(unknown)")]
    public async Task A_wrong_user_and_a_wrong_password_look_the_same_and_are_recorded_without_what_was_typed(
        string user, string password, string actor)
    {
        using var browser = Browser();

        var refused = await browser.SignIn(password, user);

        refused.Status.Should().Be(401);
        refused.Text.Should().Contain("User or password is wrong.");
        refused.Headers.Should().NotContainKey("set-cookie");
        (await Audit()).Should().Equal((actor, null, "SignInFailed", "127.0.0.1"));
        (await browser.Get("/ops")).Status.Should().Be(302);
    }

    [Fact]
    public async Task Without_the_forms_token_nothing_is_tried()
    {
        using var browser = Browser();

        (await browser.Post(OpsBrowser.SignInPage, null, ("Username", "ops"), ("Password", ApiHost.OpsPassword)))
            .ShouldBeRefused(403, "ANTIFORGERY_FAILED");
        (await Audit()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("https://evil.example/ops")]
    [InlineData("//evil.example/ops")]
    [InlineData("/\\evil.example")]
    [InlineData("/connect/rp_x")]
    [InlineData("/opsx")]
    [InlineData("ops")]
    public async Task Signing_in_leads_nowhere_else(string returnUrl)
    {
        using var browser = Browser();

        (await browser.SignIn(returnUrl: returnUrl)).Headers["location"].Should().Be("/ops");
    }

    [Fact]
    public async Task Five_failures_lock_the_address_out_on_every_node_and_the_right_password_does_not_help()
    {
        await using var other = new Node(await ApiHost.On(_host.Database.ConnectionString));
        using OpsBrowser here = Browser(), there = new(other.Host.App.Urls.First());
        for (var failure = 0; failure < 5; failure++)
            (await (failure % 2 == 0 ? here : there).SignIn("wrong")).Status.Should().Be(401);

        foreach (var browser in new[] { here, there })
        {
            var locked = await browser.SignIn();
            locked.Status.Should().Be(429);
            locked.Text.Should().Contain("Try again in 15 minutes.");
            int.Parse(locked.Headers["retry-after"], CultureInfo.InvariantCulture).Should().BeInRange(840, 900);
        }

        (await Audit()).Should().HaveCount(5, "what is locked out fills no log");
    }

    [Fact]
    public async Task Many_tries_at_once_are_counted_one_after_the_other()
    {
        using var browser = Browser();
        var token = await browser.Token(OpsBrowser.SignInPage);
        var tries = Enumerable.Range(0, 40)
            .Select(_ => browser.Post(OpsBrowser.SignInPage, null, ("Username", "ops"), ("Password", "wrong"),
                ("__RequestVerificationToken", token)));

        (await Task.WhenAll(tries)).Count(answer => answer.Status == 401).Should().Be(5);
    }

    [Theory]
    [InlineData(4, "192.0.2.7", 302)]
    [InlineData(19, "192.0.2.7", 302)]
    [InlineData(20, "192.0.2.7", 429)]
    [InlineData(5, "127.0.0.1", 429)]
    public async Task A_user_is_locked_out_by_failures_from_anywhere_and_later_than_an_address(int failures, string address, int status)
    {
        await Fail(failures, address, TimeSpan.FromMinutes(1));
        using var browser = Browser();

        (await browser.SignIn()).Status.Should().Be(status);
    }

    [Fact]
    public async Task Strangers_do_not_lock_out_a_browser_in_which_the_user_has_signed_in()
    {
        using OpsBrowser known = Browser(), other = Browser();
        (await known.SignIn()).Status.Should().Be(302);
        (await known.Post("/ops/sign-out", "/ops")).Status.Should().Be(302);
        await Fail(20, "192.0.2.7", TimeSpan.FromSeconds(-1));
        await Fail(5, "127.0.0.1", TimeSpan.FromSeconds(-1));

        (await other.SignIn()).Status.Should().Be(429);
        (await known.SignIn()).Status.Should().Be(302);
    }

    [Fact]
    public async Task A_known_browser_has_five_tries_of_its_own()
    {
        using OpsBrowser known = Browser(), other = Browser();
        await known.SignIn();
        await known.Post("/ops/sign-out", "/ops");

        for (var failure = 0; failure < 5; failure++)
            (await known.SignIn("wrong")).Status.Should().Be(401);

        (await known.SignIn()).Status.Should().Be(429);
        (await other.SignIn()).Status.Should().Be(302, "they count for that browser alone");
    }

    [Fact]
    public async Task A_browser_is_known_until_the_password_changes()
    {
        using var known = Browser();
        await known.SignIn();
        await Fail(5, "127.0.0.1", TimeSpan.FromSeconds(-1));
        await using var node = new Node(await ApiHost.On(_host.Database.ConnectionString, settings: ("Ops:Password", "another password")));
        using var changed = new OpsBrowser(node.Host.App.Urls.First(), known.Cookies);

        (await changed.SignIn("another password")).Status.Should().Be(429);
    }

    [Theory]
    [InlineData(29, 302)]
    [InlineData(31, 429)]
    public async Task The_limit_of_the_user_does_not_hold_where_the_user_signed_in_lately(int days, int status)
    {
        await Enter("SignedIn", 1, "127.0.0.1", TimeSpan.FromDays(days));
        await Fail(20, "192.0.2.7", TimeSpan.FromMinutes(1));
        using var browser = Browser();

        (await browser.SignIn()).Status.Should().Be(status);
    }

    [Fact]
    public async Task Old_failures_and_those_before_a_success_do_not_count()
    {
        await Fail(30, "127.0.0.1", TimeSpan.FromMinutes(16));
        using var browser = Browser();
        for (var round = 0; round < 2; round++)
        {
            for (var failure = 0; failure < 4; failure++)
                (await browser.SignIn("wrong")).Status.Should().Be(401);
            (await browser.SignIn()).Status.Should().Be(302);
            (await browser.Post("/ops/sign-out", "/ops")).Status.Should().Be(302);
        }
    }

    [Fact]
    public async Task In_clear_over_a_network_nobody_signs_in()
    {
        using var browser = new OpsBrowser(_host.App.Urls.First()) { Host = "pair.example.com" };

        (await browser.Get(OpsBrowser.SignInPage)).Text.Should().Contain("Open this page over https").And.NotContain("type=\"password\"");
        (await browser.Post(OpsBrowser.SignInPage, "/ops/sign-in")).ShouldBeRefused(403, "ANTIFORGERY_FAILED");
    }

    [Fact]
    public async Task Behind_https_the_cookie_is_for_https_and_this_host_alone()
    {
        await using var node =
            new Node(await ApiHost.On(_host.Database.ConnectionString, settings: ("PublicUrl", "https://pair.example.com")));
        using var browser = new OpsBrowser(node.Host.App.Urls.First()) { Host = "pair.example.com" };

        (await browser.SignIn()).Headers["set-cookie"].Should().StartWith("__Host-pilotpairing-ops=").And.Contain("; secure")
            .And.Contain("path=/").And.Contain("httponly");
    }

    [Fact]
    public async Task The_pages_load_their_own_style_alone_and_are_kept_nowhere()
    {
        using var browser = Browser();
        await browser.SignIn();

        foreach (var page in new[] { await browser.Get("/ops/links"), await Browser().Get(OpsBrowser.SignInPage) })
        {
            page.Headers["content-security-policy"].Should().MatchRegex(
                "^default-src 'none'; style-src 'self' 'nonce-[A-Za-z0-9_-]{22}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$");
            page.Headers["cache-control"].Should().Be("no-store");
            page.Text.Should().NotContain("<script");
        }
    }

    private OpsBrowser Browser() => new(_host.App.Urls.First());

    private async Task<IReadOnlyList<(string, string?, string, string)>> Audit()
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<(string, string?, string, string)>(
            "select actor, role, action, address from audit_log order by at, id")];
    }

    private Task Fail(int failures, string address, TimeSpan ago) => Enter("SignInFailed", failures, address, ago);

    private async Task Enter(string action, int times, string address, TimeSpan ago)
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "insert into audit_log (id, at, actor, action, address) select gen_random_uuid(), now() - @ago, 'ops', @action, @address from generate_series(1, @times)",
            new { ago, action, address, times });
    }

    private sealed class Node(ApiHost host) : IAsyncDisposable
    {
        public ApiHost Host => host;

        public async ValueTask DisposeAsync() => await host.DisposeAsync();
    }
}
