using System.Net;
using System.Text;
using Dapper;
using Npgsql;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Operating;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>How long a session of the operations pages lasts and what ends it, over nodes; what is stored of it.</summary>
public sealed class OpsSessionTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_session_holds_on_every_node_until_it_is_signed_out_and_then_on_none()
    {
        var node = await ApiHost.On(_host.Database.ConnectionString);
        try
        {
            var (stolen, cookies) = (new CookieContainer(), new CookieContainer());
            using OpsBrowser here = new(_host.App.Urls.First(), cookies), there = new(node.App.Urls.First(), cookies), thief = new(node.App.Urls.First(), stolen);
            await here.SignIn();
            stolen.Add(Session(cookies));
            (await there.Get("/ops")).Status.Should().Be(200);
            (await thief.Get("/ops")).Status.Should().Be(200);

            (await there.Post("/ops/sign-out", "/ops")).Headers["location"].Should().Be("/ops/sign-in");

            (await here.Get("/ops")).Status.Should().Be(302);
            (await thief.Get("/ops")).Status.Should().Be(302, "a cookie that was kept opens nothing");
            (await Actions()).Should().Equal("SignedIn", "SignedOut");
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Signing_out_needs_the_forms_token()
    {
        using var browser = Browser();
        await browser.SignIn();

        (await browser.Post("/ops/sign-out", null)).ShouldBeRefused(403, "ANTIFORGERY_FAILED");
        (await browser.Get("/ops/sign-out")).Headers["location"].Should().Be("/ops");
        (await browser.Get("/ops")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_changed_password_ends_the_sessions()
    {
        var cookies = new CookieContainer();
        using var before = new OpsBrowser(_host.App.Urls.First(), cookies);
        await before.SignIn();
        var node = await ApiHost.On(_host.Database.ConnectionString, settings: ("Ops:Password", "another twelve"));
        try
        {
            using var after = new OpsBrowser(node.App.Urls.First(), cookies);
            (await after.Get("/ops")).Status.Should().Be(302);
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("CfDJ8")]
    [InlineData("")]
    public async Task A_forged_cookie_is_none(string value)
    {
        var cookies = new CookieContainer();
        cookies.Add(new Cookie(OpsCookies.LoopbackName, value, "/", "127.0.0.1"));
        using var browser = new OpsBrowser(_host.App.Urls.First(), cookies);

        (await browser.Get("/ops")).Status.Should().Be(302);
    }

    [Fact]
    public async Task A_cookie_altered_in_one_place_is_none()
    {
        var cookies = new CookieContainer();
        using var browser = new OpsBrowser(_host.App.Urls.First(), cookies);
        await browser.SignIn();
        var session = Session(cookies);
        session.Value = session.Value[..^8] + (session.Value[^8] == 'A' ? 'B' : 'A') + session.Value[^7..];

        (await browser.Get("/ops")).Status.Should().Be(302);
    }

    [Fact]
    public async Task What_is_stored_holds_no_secret_and_the_audit_log_is_not_rewritten()
    {
        using var browser = Browser();
        await browser.SignIn("wrong-but-secret");
        await browser.SignIn();
        await using var connection = await _host.Database.Source.OpenConnectionAsync();

        var envelope = await connection.QuerySingleAsync<byte[]>("select envelope from session_keys");
        Encoding.UTF8.GetString(envelope).Should().NotContain("<key").And.NotContain("masterKey");
        (await connection.QueryAsync<string>("select audit_log::text from audit_log")).Should().HaveCount(2)
            .And.NotContain(row => row.Contains("secret") || row.Contains(ApiHost.OpsPassword));
        foreach (var sql in new[] { "update audit_log set actor = 'nobody'", "delete from audit_log", "truncate audit_log" })
            await connection.Awaiting(it => it.ExecuteAsync(sql)).Should().ThrowAsync<PostgresException>().WithMessage("*append-only*");
    }

    [Fact]
    public async Task A_node_that_serves_no_requests_serves_no_operations_pages()
    {
        await using var worker = WebHost.Build([], _host.Database.ConnectionString, Role.Worker, _host.Settings);
        await worker.StartAsync();
        using var browser = new OpsBrowser(worker.Urls.First());

        (await browser.Get("/ops", "*/*")).Status.Should().Be(404);
        (await browser.Get("/ops/sign-in", "*/*")).Status.Should().Be(404);
        // With a session and a token of another node, too.
        using var other = Browser();
        await other.SignIn();
        using var session = new OpsBrowser(worker.Urls.First(), other.Cookies);
        foreach (var (path, token) in new[] { ("/ops/jobs", ""), ("/ops/jobs/jobs/failed/requeue", await other.Token("/ops")),
            ("/ops/sign-in", "") })
        {
            foreach (var asking in new[] { browser, session })
                (await asking.Post(path, null, ("__RequestVerificationToken", token), ("jobs[]", "1"))).ShouldBeRefused(404, "NOT_FOUND");
        }

        await worker.StopAsync();
    }

    private OpsBrowser Browser() => new(_host.App.Urls.First());

    private static Cookie Session(CookieContainer cookies) =>
        cookies.GetAllCookies().Single(cookie => cookie.Name == OpsCookies.LoopbackName);

    private async Task<IReadOnlyList<string>> Actions()
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>("select action from audit_log order by at, id")];
    }
}
