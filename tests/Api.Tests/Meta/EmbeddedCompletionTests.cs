using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Access;
using PilotPairing.Api.Tests.Connections;
using PilotPairing.Application;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>Embedded Signup as a browser ends it, on the simulated Graph of a test-mode tenant.</summary>
public sealed class EmbeddedCompletionTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_signup_makes_a_connected_number_and_spends_its_link()
    {
        var phone = MetaScene.NewPhone();
        var link = await host.NewLink(
            new
            {
                metaFlow = "embedded",
                externalRef = "r1",
                metadata = new { a = "1" },
                redirectUrl = "https://a.example.com/done?numberId=x",
                redirectState = "s1"
            });

        var done = (await host.CompleteEmbedded(link, $"simulated-{phone}", phone)).Expect(200);

        var number = done.Text("numberId");
        done.GetRawText().Should()
            .Be($$"""{"numberId":"{{number}}","number":"{{phone}}","state":"OPEN","redirectUrl":"https://a.example.com/done?status=success&numberId={{number}}&linkId={{link.LinkId()}}&state=s1"}""");
        var item = (await host.Get($"/v1/numbers/{number}")).Expect(200);
        (item.Text("provider"), item.Text("state"), item.Text("name"), item.Text("externalRef"), item.Text("connectedNumber")).Should()
            .Be(("META", "OPEN", "Simulated business", "r1", phone));
        item.GetProperty("linkIds").EnumerateArray().Single().GetString().Should().Be(link.LinkId());
        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("used");
        (await host.Status(link.Token())).Expect(200).GetRawText().Should()
            .StartWith("""{"state":"OPEN","isFullyConnected":true,"phase":"connected",""");
        (await host.Info(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Get($"/connect/{link.Token()}", key: "")).Status.Should().Be(200);
        (await host.Events(number, "number.created")).Should().ContainSingle().Which.Text("linkId").Should().Be(link.LinkId());
        var connected = (await host.Events(number, "number.connected")).Should().ContainSingle().Subject;
        (connected.Text("provider"), connected.Text("state"), connected.Text("number"), connected.Text("linkId")).Should()
            .Be(("META", "OPEN", "+" + phone, link.LinkId()));
        (await host.Events(link.LinkId(), "link.started")).Should().ContainSingle().Which.Text("phase").Should().Be("meta_registering");
    }

    [Fact]
    public async Task Without_a_redirect_none_is_named()
    {
        var link = await host.NewLink(new { provider = "META" });

        (await host.CompleteEmbedded(link, $"simulated-{MetaScene.NewPhone()}")).Expect(200).Has("redirectUrl").Should().BeFalse();
    }

    [Fact]
    public async Task The_ids_may_be_missing_when_the_code_was_given_for_one_account_with_one_number()
    {
        var phone = MetaScene.NewPhone();
        var link = await host.NewLink(new { provider = "META" });

        (await host.CompleteEmbedded(link, $"simulated-{phone}-777", wabaId: null)).Expect(200).Text("number").Should().Be(phone);

        (await host.Query<string>("select waba_id from meta_credentials where phone_number_id = @phone", new { phone })).Should().Be("777");
    }

    [Theory]
    [InlineData("used-before", null, "102290129340398", "not valid")]
    [InlineData("simulated-5511900000001-777", null, "888", "was not given")]
    [InlineData("simulated-5511900000001", null, null, "No usable phone number")]
    [InlineData("simulated-5511900000001-777", "5511900000002", null, "No usable phone number")]
    [InlineData("simulated-12025550123", "15550123456", "777", "cannot be called")]
    [InlineData("simulated-12025550123", "nophone", "777", "does not exist")]
    public async Task A_refusal_of_Meta_is_returned_and_leaves_the_link_usable(
        string code, string? phoneNumberId, string? wabaId, string message)
    {
        var link = await host.NewLink(new { provider = "META" });

        var refused = await host.CompleteEmbedded(link, code, phoneNumberId, wabaId);

        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").Text("message").Should().Contain(message);
        (await host.Query<long>(
            "select count(*) from meta_completions where link_id = @id and (held_envelope is not null or running_until is not null)",
            new { id = Scene.Uuid(link.LinkId()) })).Should().Be(0);
        (await host.Query<long>("select count(*) from events where link_id = @id and type like 'number.%'",
            new { id = Scene.Uuid(link.LinkId()) })).Should().Be(0);
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
        var seen = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        (seen.Text("status"), seen.Text("failureReason")).Should().Be(("active", "meta_error"));
        seen.Text("failureDetail").Should().Contain(message);
        (await host.Events(link.LinkId(), "link.failed")).Should().ContainSingle().Which.Text("reason").Should().Be("meta_error");
        (await host.CompleteEmbedded(link, $"simulated-{MetaScene.NewPhone()}")).Expect(200);
    }

    [Fact]
    public async Task Where_Meta_cannot_be_reached_the_link_stays_usable()
    {
        var link = await host.NewLink(new { provider = "META" });

        (await host.CompleteEmbedded(link, "unreachable")).ShouldBeRefused(503, "META_UNREACHABLE");

        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
        (await host.CompleteEmbedded(link, $"simulated-{MetaScene.NewPhone()}")).Expect(200);
    }

    [Fact]
    public async Task The_same_completion_again_is_answered_the_same_and_another_one_not_at_all()
    {
        var phone = MetaScene.NewPhone();
        var link = await host.NewLink(new { provider = "META", redirectUrl = "https://a.example.com/" });
        var first = await host.CompleteEmbedded(link, $"simulated-{phone}");

        (await host.CompleteEmbedded(link, $"simulated-{phone}", phone)).Expect(200).GetRawText().Should().Be(first.Text);
        (await host.CompleteEmbedded(link, $"simulated-{MetaScene.NewPhone()}")).ShouldBeRefused(401, "INVALID_SESSION");
        (await host.CompleteCredentials(link, phone)).ShouldBeRefused(401, "INVALID_SESSION");
        (await host.Events(link.LinkId(), "number.connected")).Should().ContainSingle();

        await host.Rewrite("update pairing_links set used_at = now() - interval '16 minutes' where id = @id", link.LinkId());
        (await host.CompleteEmbedded(link, $"simulated-{phone}")).ShouldBeRefused(401, "INVALID_SESSION");
    }

    [Fact]
    public async Task After_its_number_is_removed_nothing_is_answered_any_more()
    {
        var phone = MetaScene.NewPhone();
        var link = await host.NewLink(new { provider = "META" });
        var number = (await host.CompleteEmbedded(link, $"simulated-{phone}")).Expect(200).Text("numberId");

        (await host.Call("DELETE", $"/v1/numbers/{number}")).Expect(200);

        (await host.CompleteEmbedded(link, $"simulated-{phone}")).ShouldBeRefused(401, "INVALID_SESSION");
        (await host.Status(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Query<long>("select count(*) from meta_credentials where phone_number_id = @phone", new { phone })).Should().Be(0);
    }

    [Fact]
    public async Task Of_twins_on_two_nodes_one_registers_and_all_are_answered_the_same()
    {
        var other = await ApiHost.On(host.Database.ConnectionString);
        try
        {
            var phone = MetaScene.NewPhone();
            var link = await host.NewLink(new { provider = "META" });
            (await other.Info(link.Token())).Expect(200);

            var answers = await Task.WhenAll(Enumerable.Range(0, 12)
                .Select(turn => (turn % 2 == 0 ? host : other).CompleteEmbedded(link, $"simulated-{phone}")));

            answers.Should().OnlyContain(answer => answer.Status == 200);
            answers.Select(answer => answer.Text).Distinct().Should().ContainSingle();
            (await host.Query<long>("select count(*) from numbers where number = @phone", new { phone })).Should().Be(1);
            (await host.Query<long>("select count(*) from events where link_id = @id and type = 'number.connected'",
                new { id = Scene.Uuid(link.LinkId()) })).Should().Be(1);
            (await other.Status(link.Token())).Expect(200).Text("phase").Should().Be("connected");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stream_of_the_link_shows_registering_and_connected()
    {
        var link = await host.NewLink(new { provider = "META" });
        await using var stream = await EventReader.Open(host, link.Token());
        (await stream.Next()).Name.Should().Be("snapshot");

        (await host.CompleteEmbedded(link, $"simulated-{MetaScene.NewPhone()}")).Expect(200);

        var events = await stream.Rest();
        events[^1].Name.Should().Be("connected");
        events.Should().OnlyContain(item => item.Name == "phase" || item.Name == "connected");
    }

    [Fact]
    public async Task What_a_code_was_exchanged_for_is_gone_on_with_for_that_code_alone()
    {
        var (phone, held) = (MetaScene.NewPhone(), MetaScene.NewPhone());
        var (link, other) = (await host.NewLink(new { provider = "META" }), await host.NewLink(new { provider = "META" }));
        foreach (var interrupted in (JsonElement[])[link, other])
            await Interrupt(interrupted, $"simulated-{phone}", $"simulated-{held}");

        (await host.CompleteEmbedded(other, $"simulated-{phone}-1", wabaId: null)).Expect(200).Text("number").Should().Be(phone);
        (await host.CompleteEmbedded(link, $"simulated-{phone}")).Expect(200).Text("number").Should().Be(held);

        (await host.Query<long>("select count(*) from meta_completions where held_envelope is not null and completed_at is not null"))
            .Should().Be(0);
    }

    [Fact]
    public async Task An_abandoned_grant_is_deleted_after_a_quarter_of_an_hour()
    {
        var link = await host.NewLink(new { provider = "META" });
        await Interrupt(link, "simulated-5511900000001", "simulated-5511900000002");
        const string kept = "select held_envelope is not null from meta_completions where link_id = @id";

        await host.Send(new PurgeHeldGrants());
        (await host.Query<bool>(kept, new { id = Scene.Uuid(link.LinkId()) })).Should().BeTrue();
        await host.Execute("update meta_completions set held_at = held_at - interval '15 minutes' where link_id = @id",
            new { id = Scene.Uuid(link.LinkId()) });
        await host.Send(new PurgeHeldGrants());

        (await host.Query<bool>(kept, new { id = Scene.Uuid(link.LinkId()) })).Should().BeFalse();
    }

    [Fact]
    public async Task A_completion_that_died_with_its_server_can_be_begun_again_when_two_minutes_passed()
    {
        var link = await host.NewLink(new { provider = "META" });
        var phone = MetaScene.NewPhone();
        (await host.CompleteEmbedded(link, "used-before")).ShouldBeRefused(422, "META_REJECTED");
        await host.Execute("update meta_completions set running_until = now() - interval '1 second' where link_id = @id",
            new { id = Scene.Uuid(link.LinkId()) });
        await host.Rewrite("update pairing_links set meta_phase = 'MetaRegistering', meta_phase_at = now() - interval '119 seconds' where id = @id", link.LinkId());
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("meta_registering");
        await host.Rewrite("update pairing_links set meta_phase = 'MetaRegistering', meta_phase_at = now() - interval '2 minutes' where id = @id", link.LinkId());
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");

        (await host.CompleteEmbedded(link, $"simulated-{phone}")).Expect(200);
    }

    [Fact]
    public async Task The_number_key_that_made_the_link_follows_it_at_completion()
    {
        var key = await host.NewKeyedNumber();
        var link = await host.NewLink(new { provider = "META" }, key.Key);
        link.Text("linkedApiKeyId").Should().Be(key.KeyId);
        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(key.NumberId);

        var number = (await host.CompleteEmbedded(link, $"simulated-{MetaScene.NewPhone()}")).Expect(200).Text("numberId");

        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(number);
        (await host.Get($"/v1/numbers/{number}", key.Key)).Expect(200).GetProperty("apiKeys").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task No_secret_stands_anywhere_in_clear()
    {
        var phone = MetaScene.NewPhone();
        var link = await host.NewLink(new { provider = "META" });
        var code = $"simulated-{phone}-secretaccount";

        (await host.CompleteEmbedded(link, code, wabaId: null)).Text.Should().NotContain("secretaccount");

        await host.ShouldKeepNowhere(code);
        (await host.Query<bool>("select pin_envelope is not null from meta_credentials where phone_number_id = @phone", new { phone }))
            .Should().BeTrue();
    }

    /// <summary>Leaves a link as a completion does that got its token and then no further.</summary>
    private async Task Interrupt(JsonElement link, string code, string token)
    {
        await using var scope = host.App.Services.CreateAsyncScope();
        var stored = (await scope.ServiceProvider.GetRequiredService<ILinkQueries>()
            .Find(new LinkId(Scene.Uuid(link.LinkId())), CancellationToken.None))!;
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(CancellationToken.None);
        (await work.MetaCompletions.Begin(stored, CompletionMark.Of(code), TimeProvider.System.GetUtcNow())).Should().NotBeNull();
        work.MetaCompletions.Hold(stored, CompletionMark.Of(code), new(new(token), null), TimeProvider.System.GetUtcNow());
        work.MetaCompletions.Stop(stored, CompletionMark.Of(code), keepsGrant: true);
        await work.Commit(CancellationToken.None);
    }
}
