using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Connections;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Gateways;

/// <summary>
/// Live numbers from the link to the event, over HTTP on both sides; each quirk of the server by itself is tested at the adapter.
/// </summary>
public sealed class EvolutionTests(EvolutionHost host) : IClassFixture<EvolutionHost>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        host.Server.Instead = _ => Task.FromResult(false);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_scanned_link_connects_the_number_once_and_says_so()
    {
        var link = await host.NewLink();

        var artifact = (await host.Api.Connect(link.Token())).Expect(200);
        artifact.Text("qrcodeBase64").Should().StartWith("data:image/png;base64,");
        artifact.Text("pairingCode").Replace("-", "", StringComparison.Ordinal).Should().Be(host.InstanceOf(link).PairingCode);
        (artifact.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalSeconds.Should().BeInRange(35, 45);
        host.InstanceOf(link).Scan("551199999999");

        await Scene.Eventually(async () => await host.State(link) == "OPEN");
        var connected = (await host.Api.Events(link.NumberId(), "number.connected")).Should().ContainSingle().Subject;
        connected.Text("connectedNumber").Should().Be("+551199999999");
        (await host.Api.Get($"/v1/numbers/{link.NumberId()}/status", host.Key)).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Api.Get($"/connect/{link.Token()}?lang=en", key: "")).Text.Should()
            .Contain("Tap <b>Chrome &lt;{0}&gt;</b>, the newest device in the list");
    }

    [Fact]
    public async Task The_wrong_phone_is_logged_out_there_and_the_link_can_be_used_again()
    {
        var link = await host.NewLink();
        (await host.Api.Connect(link.Token())).Expect(200);

        host.InstanceOf(link).Scan("5521888887777");

        await Scene.Eventually(async () => (await host.Api.Events(link.NumberId(), "number.mismatch")).Count == 1);
        await Scene.Eventually(() => Task.FromResult(host.InstanceOf(link).State == "close"));
        (await host.Api.Connect(link.Token())).Expect(200);
        host.InstanceOf(link).Scan(Scene.Phone);
        await Scene.Eventually(async () => await host.State(link) == "OPEN");
        (await host.Api.Events(link.NumberId(), "number.mismatch")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_form_that_asks_for_one_code_too_many_leads_back_to_the_live_QR_code_and_the_page_says_until_when()
    {
        const string Phone = "5511970001234";
        var link = await host.Api.NewLink(new { name = "Loja", number = Phone }, host.Key);
        await host.Api.Execute(
            "insert into pairing_starts (phone, method, attempt_id, started_at) select @Phone, 'Code', gen_random_uuid(), now() - interval '1 minute' from generate_series(1, 1000)", new { Phone });
        (await host.Api.Connect(link.Token())).Expect(200).GetProperty("pairingCode").ValueKind.Should()
            .Be(System.Text.Json.JsonValueKind.Null);

        var answer = await host.Api.Call("POST", $"/connect/{link.Token()}?lang=en",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["method"] = "code" }), "");

        answer.Text.Should().Contain("data-tile=\"qr\" data-state=\"live\"")
            .And.MatchRegex("data-until=\"20[^\"]+Z\">Too many codes were requested[.] You can get another one in 23:5[0-9]:[0-5][0-9]; until then");
        foreach (var wait in new[] { "0", "1", "-5", "9999999999", "99999999999999999999", "%3Cb%3E" })
            (await host.Api.Get($"/connect/{link.Token()}?lang=en&wait={wait}", key: "")).Text.Should()
                .Contain("data-until=\"\" hidden=\"hidden\"></p>");
    }

    [Fact]
    public async Task A_QR_code_that_turned_is_on_the_page_before_any_more_time_passes()
    {
        var link = await host.NewLink();
        (await host.Api.Connect(link.Token())).Expect(200);
        await using var events = await EventReader.Open(host.Api, link.Token());
        await events.Until("snapshot");

        host.Time.Advance(TimeSpan.FromSeconds(45));
        var qr = await events.Until("qr");

        qr.GetProperty("sequence").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task A_number_that_the_phone_unlinks_is_published_as_lost_at_once()
    {
        var link = await host.Connected();

        host.InstanceOf(link).End(401);

        await Scene.Eventually(async () => (await host.Api.Events(link.NumberId(), "number.disconnected")).Count == 1);
        (await host.Api.Events(link.NumberId(), "number.disconnected"))[0].Text("reason").Should().Be("logged_out");
        (await host.State(link)).Should().Be("CLOSE");
    }

    [Fact]
    public async Task A_deleted_number_s_session_ends_even_if_the_gateway_was_away()
    {
        var link = await host.Connected();
        var name = link.GetProperty("instance").Text("instanceName");
        host.Server.Instead = Faults.Dead;

        (await host.Api.Call("DELETE", $"/v1/numbers/{link.NumberId()}", key: host.Key)).Expect(200);
        await Scene.Eventually(async () =>
            await host.Api.Query<int>("select coalesce(max(attempt), 0) from outbox where kind = 'cleanup'") >= 1);
        host.Server.Has(name).Should().BeTrue();
        host.Server.Instead = _ => Task.FromResult(false);
        await Scene.Eventually(async () =>
        {
            await host.Api.Execute("update outbox set run_at = now() where kind = 'cleanup'");
            host.Api.App.Services.GetRequiredService<PostgresListener>().Notify("cleanup", "");
            return !host.Server.Has(name);
        });
    }

    [Theory]
    [InlineData(503, "LICENSE_REQUIRED", 503, "GATEWAY_NOT_ACTIVATED")]
    [InlineData(401, "", 502, "GATEWAY_ERROR")]
    [InlineData(200, "", 502, "GATEWAY_ERROR")]
    [InlineData(502, "", 503, "GATEWAY_UNAVAILABLE")]
    public async Task A_failing_gateway_fails_the_answer_and_not_the_link(int status, string answerCode, int reported, string code)
    {
        var link = await host.NewLink();
        host.Server.Instead =
            Faults.Text(status, "text/html",
                answerCode.Length == 0 ? "<html>" : $$"""{"error":"service not activated","code":"{{answerCode}}"}""");

        var refused = await host.Api.Connect(link.Token());

        refused.ShouldBeRefused(reported, code);
        refused.Text.Should().NotContain("   at ").And.NotContain("html");
        host.Server.Instead = _ => Task.FromResult(false);
        await Scene.Eventually(async () => (await host.Api.Connect(link.Token())).Status == 200);
        host.InstanceOf(link).Scan(Scene.Phone);
        await Scene.Eventually(async () => await host.State(link) == "OPEN");
    }

    [Theory]
    [InlineData(503, "LICENSE_REQUIRED", 503, "GATEWAY_NOT_ACTIVATED")]
    [InlineData(401, "", 502, "GATEWAY_ERROR")]
    public async Task The_tenant_that_connects_a_number_gets_the_same_failure(int status, string answerCode, int reported, string code)
    {
        var link = await host.NewLink();
        host.Server.Instead = Faults.Text(status, "application/json", $$"""{"code":"{{answerCode}}"}""");

        (await host.Api.Get($"/v1/numbers/{link.NumberId()}/connect", host.Key)).ShouldBeRefused(reported, code);

        host.Server.Instead = _ => Task.FromResult(false);
        await Scene.Eventually(async () => (await host.Api.Get($"/v1/numbers/{link.NumberId()}/connect", host.Key)).Status == 200);
    }

    [Fact]
    public async Task A_stranger_s_notification_finds_nothing_and_a_gateway_s_is_answered_at_once()
    {
        var link = await host.NewLink();
        (await host.Api.Connect(link.Token())).Expect(200);
        var notification = host.Server.Hooks.Sent.First(sent => sent.Body.Contains(host.InstanceOf(link).Name, StringComparison.Ordinal));
        var path = new Uri(notification.Url).AbsolutePath;

        (await host.Api.Call("POST", path, notification.Body, "")).ShouldBeRefused(404, "NOT_FOUND");
        (await host.Api.Call("POST", "/gateway-hooks/guessed", notification.Body, "",
            ("x-pilotpairing-secret", notification.Headers["x-pilotpairing-secret"]))).ShouldBeRefused(404, "NOT_FOUND");
        (await host.Server.Hooks.Deliver(notification)).Should().Be(204);
        (await host.Server.Hooks.Deliver(notification with { Body = "{" })).Should().Be(204);
        (await host.Api.Get(path, "")).Status.Should().Be(405);
    }
}
