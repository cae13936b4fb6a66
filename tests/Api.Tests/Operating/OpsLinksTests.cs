using System.Text.Json;
using System.Text.RegularExpressions;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// Links and numbers on the operations pages: found across tenants, and changed by the rules of the API with a record of who did it.
/// </summary>
public sealed partial class OpsLinksTests : IAsyncLifetime
{
    private readonly ApiHost _host = new ApiHost().WithPeople();
    private OpsBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _browser = await _host.Operator();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Links_of_all_tenants_are_found_by_reference_phone_id_state_and_tenant()
    {
        var other = await _host.NewTenant();
        var mine = await _host.NewLink(new { name = "Loja", number = "+5511999990001", externalRef = "customer-1" });
        var theirs = await _host.NewLink(new { name = "Loja", number = "+5511999990002", externalRef = "customer-1" }, other.Key.Raw.Value);
        var revoked = await _host.NewLink(new { name = "Loja", number = "+5511999990003", externalRef = "customer-3" });
        (await _host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);
        var ended = await _host.NewLink(new { name = "Loja", number = "+5511999990004", externalRef = "5511999990002" });
        await _host.Expire(ended);

        await Lists("", ended, revoked, theirs, mine);
        await Lists("?q=customer-1", theirs, mine);
        await Lists("?q=%2B55+11+99999-0001", mine);
        // The same phone in its older form, and a reference that looks like a phone.
        await Lists("?q=551199990002", theirs);
        await Lists("?q=5511999990002", ended, theirs);
        await Lists("?q=nobody");
        await Lists("?status=active", theirs, mine);
        await Lists("?status=revoked", revoked);
        await Lists("?status=expired", ended);
        await Lists("?status=expired&q=5511999990002", ended);
        await Lists("?status=used");
        await Lists($"?tenant={other.Tenant.Id}", theirs);
        await Lists($"?tenant={_host.Tenant.Tenant.Id}&status=active", mine);
        await Lists($"?number={mine.NumberId()}", mine);
        (await _browser.Get($"/ops/links?q={mine.LinkId()}")).Headers["location"].Should().Be($"/ops/links/{mine.LinkId()}");
        (await _browser.Get($"/ops/numbers?q={mine.NumberId()}")).Headers["location"].Should().Be($"/ops/numbers/{mine.NumberId()}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("tenant")]
    [InlineData("status=active")]
    public async Task Pages_follow_each_other_without_gaps_or_repetition(string filter)
    {
        var made = new List<string>();
        for (var count = 0; count < 53; count++)
            made.Add((await _host.NewLink()).LinkId());
        var query = filter == "tenant" ? $"?tenant={_host.Tenant.Tenant.Id}" : "?" + filter;

        var first = await _browser.Get("/ops/links" + query);
        var next = System.Net.WebUtility.HtmlDecode(Older().Match(first.Text).Groups["url"].Value);
        next.Should().StartWith("/ops/links?");
        var second = await _browser.Get(next);

        // Links of one millisecond are in the order of their ids.
        var expected = filter == "tenant" ? made.AsEnumerable().Reverse() : made.OrderDescending(StringComparer.Ordinal);
        IdsOn(first).Concat(IdsOn(second)).Should().Equal(expected);
        IdsOn(first).Should().HaveCount(50);
        Older().IsMatch(second.Text).Should().BeFalse();
        second.Text.Should().Contain(">Newest</a>");
    }

    [Fact]
    public async Task A_links_page_is_its_timeline_and_never_its_secret()
    {
        var (link, _) = await _host.OpenNumber(new { name = "Loja", number = "+5511999999999", externalRef = "customer-9" });

        var page = await _browser.Get($"/ops/links/{link.LinkId()}");

        page.Status.Should().Be(200);
        page.Text.Should().ContainAll("Created", "Pairing started", "Connected", "Event link.created", "Event number.connected",
            "customer-9", "Attempt ended: connected");
        page.Text.IndexOf("Event link.created", StringComparison.Ordinal).Should()
            .BeLessThan(page.Text.IndexOf("Event number.connected", StringComparison.Ordinal));
        page.Text.Should().NotContain(link.Token()).And.NotContain("handler=Revoke");
    }

    [Fact]
    public async Task Revoking_is_what_the_API_does_and_is_recorded()
    {
        var link = await _host.NewLink();

        (await Act(link, "Revoke")).Headers["location"].Should().Be($"/ops/links/{link.LinkId()}?done=revoked");

        (await _host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("revoked");
        (await _host.Events(link.LinkId(), "link.revoked")).Should().ContainSingle();
        (await _host.AuditOf(link.LinkId())).Should().Equal("ops Operator LinkRevoked");
        var page = await _browser.Get($"/ops/links/{link.LinkId()}?done=revoked");
        page.Text.Should().ContainAll("The link is revoked.", "link revoked", "127.0.0.1").And.NotContain("handler=Revoke");
    }

    [Fact]
    public async Task Rotating_shows_the_new_secret_this_once()
    {
        var link = await _host.NewLink();

        var rotated = await Act(link, "Rotate");

        rotated.Status.Should().Be(200);
        rotated.Headers["cache-control"].Should().Be("no-store");
        var token = TokenIn().Match(rotated.Text).Value;
        token.Should().NotBe(link.Token()).And.NotBeEmpty();
        (await _host.Info(token)).Expect(200);
        (await _host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await _browser.Get($"/ops/links/{link.LinkId()}")).Text.Should().NotContain(token);
        (await _host.AuditOf(link.LinkId())).Should().Equal("ops Operator LinkRotated");
        (await _host.Query<string>("select string_agg(coalesce(detail, ''), '') from audit_log")).Should().NotContain("rp_");
    }

    [Theory]
    [InlineData("48", 302, null)]
    [InlineData("0", 400, "hours")]
    [InlineData("721", 400, "hours")]
    [InlineData("soon", 400, "hours")]
    [InlineData(null, 400, "hours")]
    public async Task Extending_moves_the_end_within_the_rules(string? hours, int status, string? field)
    {
        var link = await _host.NewLink();
        var before = (await _host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("expiresAt");

        var answer = await Act(link, "Extend", hours is null ? [] : [("hours", hours)]);

        answer.Status.Should().Be(status, answer.Text);
        if (field is not null)
            answer.Text.Should().Contain($"<li><code>{field}</code>");
        ((await _host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("expiresAt") != before).Should().Be(status == 302);
        (await _host.AuditOf(link.LinkId())).Should().HaveCount(status == 302 ? 1 : 0);
    }

    [Fact]
    public async Task A_refusal_of_the_API_is_shown_on_the_page_with_its_code()
    {
        var (link, _) = await _host.OpenNumber();

        var refused = await Act(link, "Rotate");

        refused.Status.Should().Be(409);
        refused.Text.Should().Contain("LINK_NOT_ACTIVE").And.Contain("Timeline");
        using var program = new OpsBrowser(_host.App.Urls.First(), _browser.Cookies);
        (await program.Post($"/ops/links/{link.LinkId()}?handler=Rotate", "/ops")).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
    }

    [Fact]
    public async Task A_link_that_cannot_be_sent_says_why()
    {
        var link = await _host.NewLink();

        (await Act(link, "Send")).Headers["location"].Should().EndWith("?done=not-sent");

        (await _browser.Get($"/ops/links/{link.LinkId()}")).Text.Should().Contain("There is no template named pilot_status_remote_pairing");
        (await _browser.Get("/ops/messages?status=failed")).Text.Should().Contain(link.LinkId()).And.Contain("There is no template named");
        (await _host.AuditOf(link.LinkId())).Should().Equal("ops Operator LinkSent");
    }

    [Fact]
    public async Task A_test_link_is_opened_as_its_customer_and_a_live_one_by_nobody()
    {
        var link = await _host.NewLink();
        (await Act(link, "Open")).Text.Should().Contain($"/connect/{link.Token()}");
        await _host.TurnLive(_host.Tenant);
        await Scene.Eventually(async () =>
            !(await _browser.Get($"/ops/links/{link.LinkId()}")).Text.Contains("handler=Open", StringComparison.Ordinal));

        var refused = await Act(link, "Open");

        refused.Status.Should().Be(409);
        refused.Text.Should().Contain("TEST_MODE_ONLY").And.NotContain(link.Token());
        (await _host.AuditOf(link.LinkId())).Should().Equal("ops Operator LinkOpenedAsCustomer");
    }

    [Fact]
    public async Task A_number_is_found_logged_out_and_gets_a_reconnect_link()
    {
        var (link, _) = await _host.OpenNumber(new { name = "Loja", number = "+5511999997777", externalRef = "shop-7" });
        var path = $"/ops/numbers/{link.NumberId()}";
        foreach (var query in new[] { "", "?q=shop-7", "?q=5511999997777", "?state=open", $"?tenant={_host.Tenant.Tenant.Id}",
            "?q=shop-7&state=open" })
            (await _browser.Get("/ops/numbers" + query)).Text.Should().Contain(link.NumberId(), query);
        foreach (var query in new[] { "?q=shop-8", "?q=5511999997778", "?state=close", "?state=removed" })
            (await _browser.Get("/ops/numbers" + query)).Text.Should().NotContain(link.NumberId(), query);

        (await _browser.Post(path + "?handler=LogOut", path)).Headers["location"].Should().Be(path + "?done=logged-out");

        (await _host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200).Text("state").Should().Be("CLOSE");
        (await _host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle();
        (await _browser.Get(path)).Text.Should().ContainAll("logged out", "&#x2B;5511999997777", link.LinkId());
        var made = await _browser.Post(path + "?handler=Reconnect", path);
        made.Status.Should().Be(200, made.Text);
        (await _host.Info(TokenIn().Match(made.Text).Value)).Expect(200);
        (await _host.AuditOf(link.NumberId())).Should().Equal("ops Operator NumberLoggedOut", "ops Operator ReconnectLinkCreated");
    }

    private Task<Answer> Act(JsonElement link, string handler, params (string, string)[] fields) =>
        _browser.Post($"/ops/links/{link.LinkId()}?handler={handler}", $"/ops/links/{link.LinkId()}", fields);

    private async Task Lists(string query, params JsonElement[] links)
    {
        var page = await _browser.Get("/ops/links" + query);
        page.Status.Should().Be(200, page.Text);
        IdsOn(page).Should().BeEquivalentTo(links.Select(link => link.LinkId()), query);
    }

    private static IEnumerable<string> IdsOn(Answer page) => LinkIn().Matches(page.Text).Select(match => match.Groups["id"].Value);

    [GeneratedRegex("""href="/ops/links/(?<id>lnk_[a-z0-9]+)""")]
    private static partial Regex LinkIn();

    [GeneratedRegex("""href="(?<url>[^"]+)" rel="next">Older""")]
    private static partial Regex Older();

    [GeneratedRegex("rp_[A-Za-z0-9_-]{43}")]
    private static partial Regex TokenIn();
}
