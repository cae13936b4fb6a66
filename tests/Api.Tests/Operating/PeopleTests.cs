using Microsoft.Extensions.Options;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// Further people of the operations pages and what their roles let them do; the user <c>ops</c> is tested with the sign-in.
/// </summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private readonly ApiHost _host = new ApiHost().WithPeople();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("vera", Desk.Password, 302)]
    [InlineData("otto", Desk.Password, 302)]
    [InlineData("vera", ApiHost.OpsPassword, 401)]
    [InlineData("Vera", Desk.Password, 401)]
    [InlineData("ops", Desk.Password, 401)]
    [InlineData("nobody", Desk.Password, 401)]
    [InlineData("nobody", "", 401)]
    public async Task People_sign_in_with_their_own_name_and_password(string user, string password, int status)
    {
        using var browser = new OpsBrowser(_host.App.Urls.First());

        (await browser.SignIn(password, user)).Status.Should().Be(status);
    }

    [Fact]
    public async Task A_viewer_sees_pages_without_forms_and_every_change_is_refused_and_recorded()
    {
        using var viewer = await _host.Viewer(accept: null);
        var link = await _host.NewLink();
        var page = $"/ops/links/{link.LinkId()}";

        var seen = (await viewer.Get(page)).Text;
        seen.Should().Contain("<span class=\"who\">vera<small>viewer</small></span>").And.NotContain("handler=");
        (await viewer.Post(page + "?handler=Revoke", page)).ShouldBeRefused(403, "OPERATOR_ROLE_REQUIRED");

        (await _host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("active");
        (await _host.AuditOf(page)).Should().Equal("vera Viewer ChangeRefused");
    }

    [Fact]
    public async Task A_viewer_changes_nothing_anywhere()
    {
        using var viewer = await _host.Viewer(accept: null);
        var token = await viewer.Token("/ops");
        List<string> all = [.. OpsForms.All, "/ops/jobs/jobs/failed/requeue", "/ops/jobs/recurring/trigger"];
        all.Should().HaveCountGreaterThan(18);

        foreach (var path in all)
            (await viewer.Post(path, null, ("jobs[]", "1"), ("__RequestVerificationToken", token)))
                .ShouldBeRefused(403, "OPERATOR_ROLE_REQUIRED");

        foreach (var page in all.GroupBy(path => path.Split('?')[0]))
            (await _host.AuditOf(page.Key)).Should().Equal(Enumerable.Repeat("vera Viewer ChangeRefused", page.Count()), page.Key);
    }

    [Fact]
    public async Task A_viewer_reads_so_on_a_page_and_may_sign_out()
    {
        using var viewer = await _host.Viewer();

        var refused = await viewer.Post("/ops/tenants?handler=Create", "/ops/tenants");
        refused.Status.Should().Be(403);
        refused.Text.Should().Contain("OPERATOR_ROLE_REQUIRED").And.Contain("Not allowed").And.Contain("<nav class=\"sections\"");

        (await viewer.Post("/ops/sign-out", "/ops")).Headers["location"].Should().Be("/ops/sign-in");
    }

    [Fact]
    public async Task A_viewer_sees_the_jobs()
    {
        using var viewer = await _host.Viewer();

        (await viewer.Get("/ops/jobs/jobs/failed")).Status.Should().Be(200);
        (await viewer.Post("/ops/jobs/stats", "/ops", ("metrics[]", "failed:count"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_session_that_was_planted_is_not_that_of_who_signs_in_after()
    {
        using var planter = await _host.Viewer();
        var cookies = new System.Net.CookieContainer();
        cookies.Add(planter.Cookies.GetAllCookies());
        using var victim = new OpsBrowser(_host.App.Urls.First(), cookies);

        (await victim.Post(OpsBrowser.SignInPage, "/ops", ("Username", "ops"), ("Password", ApiHost.OpsPassword))).Status.Should().Be(302);

        (await victim.Get("/ops")).Text.Should().Contain("<span class=\"who\">ops<small>operator</small></span>");
        (await planter.Get("/ops")).Text.Should().Contain("<span class=\"who\">vera<small>viewer</small></span>");
    }

    [Theory]
    [InlineData("Ops:Users:0:Role", "operator")]
    [InlineData("Ops:Users:0:Name", "vanda")]
    public async Task A_changed_role_and_a_removed_person_end_the_sessions(string setting, string value)
    {
        using var viewer = await _host.Viewer();
        var changed = new ApiHost().WithPeople();
        changed.Settings[setting] = value;
        var node = await ApiHost.On(_host.Database.ConnectionString,
            settings: [.. changed.Settings.Select(pair => (pair.Key, pair.Value))]);
        try
        {
            using var after = new OpsBrowser(node.App.Urls.First(), viewer.Cookies);
            (await after.Get("/ops")).Status.Should().Be(302);
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Name", "", "Ops:Users:0:Name must be 1 to 64 letters, digits, dots, hyphens, underscores or @.")]
    [InlineData("Name", "two words", "Ops:Users:0:Name must be 1 to 64 letters, digits, dots, hyphens, underscores or @.")]
    [InlineData("Name", "OPS", "Ops:Users:0:Name is taken: every user needs a name of its own, and ops is the user of Ops:Password.")]
    [InlineData("Name", "Otto", "Ops:Users:1:Name is taken: every user needs a name of its own, and ops is the user of Ops:Password.")]
    [InlineData("Role", "admin", "Ops:Users:0:Role must be viewer or operator.")]
    [InlineData("PasswordHash", "a password", "Ops:Users:0:PasswordHash must be what pilotpairing ops hash-password prints.")]
    [InlineData("PasswordHash", "pbkdf2-sha256$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA",
        "Ops:Users:0:PasswordHash must be what pilotpairing ops hash-password prints.")]
    public async Task What_cannot_be_a_person_keeps_the_server_from_starting(string setting, string value, string problem)
    {
        await using var database = await TestPostgres.CreateDatabase();
        var host = new ApiHost().WithPeople();
        host.Settings[$"Ops:Users:0:{setting}"] = value;

        var start = () => ApiHost.On(database.ConnectionString, settings: [.. host.Settings.Select(pair => (pair.Key, pair.Value))]);

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Equal(problem);
    }
}
