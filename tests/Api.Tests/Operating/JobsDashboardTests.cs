using Dapper;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// The dashboard of the jobs over HTTP: who reaches it, what it may load, and the record of every act. What it looks like is tested in a
/// browser.
/// </summary>
public sealed class JobsDashboardTests : IAsyncLifetime
{
    private const string Jobs = "/ops/jobs";

    /// <summary>The dashboard's own pages have the token where only its script looks.</summary>
    private const string Token = "/ops";
    private readonly ApiHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Strangers_see_nothing_of_it()
    {
        using var browser = Browser();

        (await browser.Get(Jobs + "/failed?from=1")).Headers["location"].Should()
            .EndWith("/ops/sign-in?returnUrl=%2Fops%2Fjobs%2Ffailed%3Ffrom%3D1");
        foreach (var asset in new[] { "/css1", "/js1", "/fonts/glyphicons-halflings-regular/woff2" })
            (await browser.Get(Jobs + asset, "*/*")).Status.Should().Be(401);
        (await browser.Post(Jobs + "/stats", OpsBrowser.SignInPage)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await browser.Post(Jobs + "/failed/requeue", OpsBrowser.SignInPage, ("jobs[]", "1"))).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task An_operator_sees_it_under_a_policy_of_its_own_with_a_way_back()
    {
        using var browser = await SignedIn();

        foreach (var page in new[] { "", "/jobs/enqueued", "/jobs/failed", "/jobs/scheduled", "/recurring", "/servers", "/retries" })
        {
            var shown = await browser.Get(Jobs + page);
            shown.Status.Should().Be(200, page);
            shown.Headers["content-security-policy"].Should()
                .StartWith("default-src 'none'; script-src 'self'; style-src 'self' 'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='; style-src-attr 'unsafe-inline';").And.Contain("frame-ancestors 'none'");
            shown.Headers["cache-control"].Should().Be("no-store");
            shown.Text.Should().Contain("href=\"/ops\"").And.NotContain("127.0.0.1").And.NotContain("Password");
        }
    }

    [Fact]
    public async Task Every_act_is_done_and_recorded_before()
    {
        using var browser = await SignedIn();
        var jobs = await Failed(3);

        (await browser.Post($"{Jobs}/jobs/failed/requeue", Token, ("jobs[]", jobs[0]), ("jobs[]", jobs[1]))).Status.Should().Be(204);
        (await browser.Post($"{Jobs}/jobs/actions/delete/{jobs[2]}", Token)).Status.Should().Be(204);
        (await browser.Post($"{Jobs}/recurring/trigger", Token, ("jobs[]", "expire-links"))).Status.Should().Be(204);

        (await Audit()).Should().Equal(
            ("ops", "JobRequeued", jobs[0]), ("ops", "JobRequeued", jobs[1]), ("ops", "JobDeleted", jobs[2]),
            ("ops", "JobTriggered", "expire-links"));
        (await StateOf(jobs[2])).Should().Be("Deleted");
        (await StateOf(jobs[0])).Should().NotBe("Failed");
    }

    [Theory]
    [InlineData("/jobs/failed/requeue", false, 403, "ANTIFORGERY_FAILED")]
    [InlineData("/jobs/actions/delete/1", false, 403, "ANTIFORGERY_FAILED")]
    [InlineData("/stats", false, 403, "ANTIFORGERY_FAILED")]
    [InlineData("/jobs/failed/unheard-of", true, 404, "NOT_FOUND")]
    [InlineData("", true, 404, "NOT_FOUND")]
    public async Task What_does_not_come_from_its_page_or_is_no_act_of_it_is_refused(string path, bool hasToken, int status, string code)
    {
        using var browser = await SignedIn();
        var job = (await Failed(1))[0];

        (await browser.Post(Jobs + path, hasToken ? Token : null, ("jobs[]", job))).ShouldBeRefused(status, code);

        (await Audit()).Should().BeEmpty();
        (await StateOf(job)).Should().Be("Failed");
    }

    [Fact]
    public async Task The_figures_are_polled()
    {
        using var browser = await SignedIn();

        (await browser.Post(Jobs + "/stats", Token, ("metrics[]", "failed:count"))).Expect(200).GetProperty("failed:count")
            .GetProperty("value").GetString().Should().Be("0");
    }

    private OpsBrowser Browser() => new(_host.App.Urls.First());

    private async Task<OpsBrowser> SignedIn()
    {
        var browser = Browser();
        (await browser.SignIn()).Status.Should().Be(302);
        return browser;
    }

    private async Task<IReadOnlyList<string>> Failed(int count)
    {
        var client = _host.App.Services.GetRequiredService<IBackgroundJobClient>();
        var jobs = Enumerable.Range(0, count)
            .Select(_ => client.Create(Hangfire.Common.Job.FromExpression(() => Always.Throw()),
                new Hangfire.States.FailedState(new InvalidOperationException("on purpose")))).ToList();
        await Scene.Eventually(async () => await StateOf(jobs[^1]) == "Failed");
        return jobs;
    }

    private async Task<string> StateOf(string job)
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<string>("select statename from jobs.job where id = @id",
            new { id = long.Parse(job, System.Globalization.CultureInfo.InvariantCulture) });
    }

    private async Task<IReadOnlyList<(string, string, string)>> Audit()
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<(string, string, string)>(
            "select actor, action, subject from audit_log where subject is not null order by at, id")];
    }
}

/// <summary>A job that fails.</summary>
public static class Always
{
    public static void Throw() => throw new InvalidOperationException("on purpose");
}
