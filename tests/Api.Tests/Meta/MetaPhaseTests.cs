using System.Text.Json;
using PilotPairing.Api.Tests.Connections;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>A customer's progress at Meta, reported by the page or simulated by a test, and where it shows.</summary>
public sealed class MetaPhaseTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly object Link = new { provider = "META" };

    [Fact]
    public async Task Opening_the_dialog_sets_meta_waiting_and_starts_the_link_once()
    {
        var link = await host.NewLink(Link);
        await using var stream = await EventReader.Open(host, link.Token());

        (await host.Report(link, "meta_opened")).Expect(204);
        (await host.Report(link, "meta_opened")).Expect(204);

        await stream.UntilPhase("meta_waiting");
        (await host.Status(link.Token())).Expect(200).Text("phase").Should().Be("meta_waiting");
        var seen = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        seen.Text("phase").Should().Be("meta_waiting");
        seen.GetProperty("funnel").GetProperty("startedAt").ValueKind.Should().NotBe(JsonValueKind.Null);
        (await host.Events(link.LinkId(), "link.started")).Should().ContainSingle().Which.Text("phase").Should().Be("meta_waiting");
        (await host.Events(link.LinkId(), "link.opened")).Should().ContainSingle();
    }

    [Theory]
    [InlineData("meta_cancelled", "PHONE_NUMBER_SETUP")]
    [InlineData("meta_error", "Code 131031: locked")]
    public async Task A_customer_that_leaves_the_dialog_may_try_again(string kind, string value)
    {
        var link = await host.NewLink(Link);
        await using var stream = await EventReader.Open(host, link.Token());
        (await host.Report(link, "meta_opened")).Expect(204);
        await stream.UntilPhase("meta_waiting");

        (await host.Report(link, kind, value)).Expect(204);
        (await host.Report(link, kind, value)).Expect(204);

        await stream.UntilPhase("ready");
        var seen = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        (seen.Text("status"), seen.Text("failureReason"), seen.Text("failureDetail")).Should().Be(("active", kind, value));
        (await host.Events(link.LinkId(), "link.failed")).Should().ContainSingle().Which.Text("reason").Should().Be(kind);
        (await host.Report(link, "meta_opened")).Expect(204);
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("meta_waiting");
        (await host.Report(link, kind)).Expect(204);
        (await host.Events(link.LinkId(), "link.failed")).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_dialog_that_is_never_closed_expires_after_a_quarter_of_an_hour()
    {
        var link = await host.NewLink(Link);
        (await host.Report(link, "meta_opened")).Expect(204);

        await host.Rewrite("update pairing_links set meta_phase_at = now() - interval '899 seconds' where id = @id", link.LinkId());
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("meta_waiting");
        await host.Rewrite("update pairing_links set meta_phase_at = now() - interval '15 minutes' where id = @id", link.LinkId());
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
    }

    [Fact]
    public async Task What_is_being_registered_is_not_disturbed_by_another_tab()
    {
        var link = await host.NewLink(Link);
        await host.Rewrite("update pairing_links set meta_phase = 'MetaRegistering', meta_phase_at = now() where id = @id", link.LinkId());

        foreach (var kind in (string[])["meta_opened", "meta_cancelled", "meta_error"])
            (await host.Report(link, kind)).Expect(204);

        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("meta_registering");
        (await host.Events(link.LinkId(), "link.failed")).Should().BeEmpty();
    }

    [Fact]
    public async Task On_a_link_that_does_not_lead_to_Meta_they_say_nothing()
    {
        var link = await host.NewLink();

        foreach (var kind in (string[])["meta_opened", "meta_cancelled", "meta_error"])
            (await host.Report(link, kind)).Expect(204);

        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Has("failureReason").Should().BeFalse();
        (await host.Query<long>("select count(*) from events where link_id = @id and type in ('link.started', 'link.failed')",
            new { id = Scene.Uuid(link.LinkId()) })).Should().Be(0);
    }

    [Theory]
    [InlineData("embedded", null)]
    [InlineData("credentials", null)]
    [InlineData("embedded", "+5511977776666")]
    public async Task A_simulated_finish_completes_the_link(string flow, string? phone)
    {
        var link = await host.NewLink(new { metaFlow = flow });

        (await Simulate(link.LinkId(), "meta_finish", phone)).Expect(200).GetRawText().Should()
            .Be("""{"state":"OPEN","phase":"connected"}""");

        var used = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        used.Text("status").Should().Be("used");
        (await host.Get($"/v1/numbers/{used.NumberId()}")).Expect(200).Text("number").Should()
            .MatchRegex(phone is null ? "^55119[0-9]{8}$" : phone[1..]);
        (await host.Events(link.LinkId(), "number.connected")).Should().ContainSingle();
        (await Simulate(link.LinkId(), "meta_finish")).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
    }

    [Fact]
    public async Task A_simulated_finish_is_the_phone_that_the_link_asks_for_and_refused_for_another()
    {
        var phone = MetaScene.NewPhone();
        var link = await host.NewLink(new { name = "Loja", number = phone, methods = new[] { "code", "meta" } });

        (await Simulate(link.LinkId(), "meta_finish", "+5511900000009")).ShouldBeRefused(422, "META_REJECTED");
        (await Simulate(link.LinkId(), "meta_finish")).Expect(200);

        (await host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200).Text("connectedNumber").Should().Be(phone);
    }

    [Theory]
    [InlineData("meta_cancel", "meta_cancelled")]
    [InlineData("meta_error", "meta_error")]
    public async Task A_simulated_failure_is_reported_like_a_real_one(string @event, string reason)
    {
        var link = await host.NewLink(Link);
        (await host.Report(link, "meta_opened")).Expect(204);

        (await Simulate(link.LinkId(), @event)).Expect(200).GetRawText().Should().Be("""{"state":"CLOSE","phase":"ready"}""");

        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
        (await host.Events(link.LinkId(), "link.failed")).Should().ContainSingle().Which.Text("reason").Should().Be(reason);
    }

    [Fact]
    public async Task A_phone_that_is_none_is_named()
    {
        var link = await host.NewLink(Link);

        (await Simulate(link.LinkId(), "meta_finish", "abc")).ShouldNameFields("phone");
    }

    private Task<Answer> Simulate(string link, string @event, string? phone = null) =>
        host.Post($"/v1/test/links/{link}/simulate", new { @event, phone });
}
