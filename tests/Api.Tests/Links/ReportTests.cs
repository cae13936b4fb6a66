namespace PilotPairing.Api.Tests.Links;

/// <summary>What only the page can know and reports.</summary>
public sealed class ReportTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task An_opened_page_is_published_once_and_counted_each_time()
    {
        var link = await host.NewLink();

        for (var i = 0; i < 2; i++)
        {
            var answer = await Report(link.Token(), new { kind = "opened" });
            answer.Status.Should().Be(204);
            answer.Text.Should().BeEmpty();
        }

        (await host.Events(link.LinkId(), "link.opened")).Should().ContainSingle();
        var own = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        own.GetProperty("funnel").Text("openedAt").Should().EndWith("Z");
        own.Text("status").Should().Be("active");
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
    }

    [Fact]
    public async Task What_the_phone_said_is_kept_for_the_owner()
    {
        var link = await host.NewLink();

        (await Report(link.Token(), new { kind = "phone_message", value = "try_again_later" })).Status.Should().Be(204);
        (await Report(link.Token(), new { kind = "phone_message", value = "no_camera" })).Status.Should().Be(204);

        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("phoneMessage").Should().Be("no_camera");
    }

    [Fact]
    public async Task A_new_link_is_asked_for_once_while_the_old_one_lives()
    {
        var link = await host.NewLink();

        (await Report(link.Token(), new { kind = "new_link" })).Status.Should().Be(204);
        (await Report(link.Token(), new { kind = "new_link" })).Status.Should().Be(204);

        (await host.Events(link.LinkId(), "link.renewal_requested")).Should().ContainSingle().Which.Text("status").Should().Be("active");
    }

    [Fact]
    public async Task A_new_link_is_asked_for_up_to_thirty_days_after_the_old_one_expired()
    {
        var (recent, old) = (await host.NewLink(), await host.NewLink());
        await host.Expire(recent, "29 days");
        await host.Expire(old, "30 days 1 minute");

        (await Report(recent.Token(), new { kind = "new_link" })).Status.Should().Be(204);
        (await Report(old.Token(), new { kind = "new_link" })).ShouldBeRefused(404, "LINK_NOT_FOUND");

        (await host.Events(recent.LinkId(), "link.renewal_requested")).Should().ContainSingle().Which.Text("status").Should().Be("expired");
        (await host.Events(old.LinkId(), "link.renewal_requested")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("opened")]
    [InlineData("phone_message")]
    public async Task An_expired_page_reports_nothing_else(string kind)
    {
        var link = await host.NewLink();
        await host.Expire(link);

        (await Report(link.Token(), new { kind, value = "x" })).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Fact]
    public async Task A_revoked_or_spent_link_is_not_renewed()
    {
        var revoked = await host.NewLink();
        (await host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);
        var (spent, _) = await host.OpenNumber();

        foreach (var token in (string[])[revoked.Token(), spent.Token()])
            (await Report(token, new { kind = "new_link" })).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Theory]
    [InlineData("{}", "kind")]
    [InlineData("", "kind")]
    [InlineData("""{"kind":"closed"}""", "kind")]
    [InlineData("""{"kind":"phone_message"}""", "value")]
    [InlineData("""{"kind":"phone_message","value":""}""", "value")]
    [InlineData("""{"kind":"phone_message","value":"12345678901234567890123456789012345678901234567890123456789012345"}""", "value")]
    [InlineData("""{"kind":"phone_message","value":"a\u0000"}""", "value")]
    [InlineData("""{"kind":7,"value":7}""", "kind", "value")]
    public async Task A_report_that_says_nothing_is_refused(string body, params string[] fields) =>
        (await Report((await host.NewLink()).Token(), body)).ShouldNameFields(fields);

    private Task<Answer> Report(string token, object body) => host.Post($"/v1/remote-pairing/{token}/report", body, "");
}
