using System.Text.Json;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.TestMode;

/// <summary>Every event of the simulator with the state and phase it must give.</summary>
public sealed class SimulateTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("scan", "OPEN", "connected")]
    [InlineData("wrong_number", "CLOSE", "number_mismatch")]
    [InlineData("confirming", "CONNECTING", "confirming")]
    [InlineData("passkey", "CONNECTING", "passkey_required")]
    [InlineData("qr_exhausted", null, "stalled")]
    [InlineData("no_qr", null, "stalled")]
    [InlineData("rate_limited", null, "cooling_down")]
    [InlineData("gateway_down", null, "gateway_unavailable")]
    public async Task A_number_that_shows_a_QR_code_follows_the_simulated_events(string happened, string? state, string phase)
    {
        var (link, _) = await host.StartedLink();

        var answer = (await host.Simulate(link.NumberId(), happened)).Expect(200);

        answer.Text("phase").Should().Be(phase);
        answer.EnumerateObject().Select(member => member.Name).Should().Equal("state", "phase");
        if (state is not null)
            answer.Text("state").Should().Be(state);
        if (phase != "connected")
            (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be(phase);
    }

    [Theory]
    [InlineData("qr_exhausted", "stalled")]
    [InlineData("no_qr", "stalled")]
    [InlineData("rate_limited", "cooling_down")]
    [InlineData("gateway_down", "gateway_unavailable")]
    public async Task A_failure_shows_on_a_number_that_nobody_pairs_yet(string happened, string phase)
    {
        var link = await host.NewLink();

        var answer = (await host.Simulate(link.NumberId(), happened)).Expect(200);

        answer.Text("phase").Should().Be(phase);
        answer.Text("state").Should().Be("CLOSE");
        (await host.Status(link.Token())).Expect(200).Text("phase").Should().Be(phase);
    }

    [Theory]
    [InlineData("gateway_down")]
    [InlineData("no_qr")]
    public async Task A_gateway_that_comes_back_makes_the_page_ready_even_after_the_attempt_was_given_up(string failure)
    {
        var link = await host.NewLink();
        (await host.Simulate(link.NumberId(), failure)).Expect(200);
        await host.Rewrite("update pairing_attempts set ended_at = now() where number_id = @id and ended_at is null", link.NumberId());

        (await host.Simulate(link.NumberId(), "gateway_up")).Expect(200).Text("phase").Should().Be("ready");
        (await host.Connect(link.Token())).Expect(200);
    }

    [Fact]
    public async Task A_gateway_that_comes_back_makes_the_page_ready()
    {
        var (link, _) = await host.StartedLink();
        (await host.Simulate(link.NumberId(), "gateway_down")).Expect(200);

        var answer = (await host.Simulate(link.NumberId(), "gateway_up")).Expect(200);

        answer.Text("phase").Should().Be("ready");
        answer.Text("state").Should().Be("CLOSE");
    }

    [Fact]
    public async Task The_code_on_the_page_connects_with_or_without_its_dash()
    {
        foreach (var written in (Func<string, string>[])[code => code, code => code.Replace("-", "", StringComparison.Ordinal), code =>
            code.ToLowerInvariant()])
        {
            var link = await host.NewLink();
            var code = (await host.Connect(link.Token(), new { method = "code" })).Expect(200).Text("pairingCode");

            (await host.Simulate(link.NumberId(), "enter_code", code: written(code))).Expect(200).Text("phase").Should().Be("connected");
        }
    }

    [Fact]
    public async Task Another_code_is_rejected_and_the_right_one_still_works()
    {
        var link = await host.NewLink();
        var code = (await host.Connect(link.Token())).Expect(200).Text("pairingCode");

        (await host.Simulate(link.NumberId(), "enter_code", code: "AAAA-AAAA")).ShouldBeRefused(422, "CODE_REJECTED");
        (await host.Simulate(link.NumberId(), "enter_code", code: code)).Expect(200);
    }

    [Fact]
    public async Task A_session_without_a_code_has_none_to_enter()
    {
        var link = await host.NewLink();
        (await host.Connect(link.Token(), new { method = "qr" })).Expect(200);

        (await host.Simulate(link.NumberId(), "enter_code", code: "AAAA-AAAA")).ShouldBeRefused(409, "NOTHING_TO_SCAN");
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("enter_code")]
    [InlineData("wrong_number")]
    [InlineData("confirming")]
    [InlineData("passkey")]
    [InlineData("disconnect")]
    [InlineData("logout")]
    [InlineData("ban")]
    public async Task Nothing_happens_to_a_number_that_shows_nothing(string happened)
    {
        var link = await host.NewLink();

        (await host.Simulate(link.NumberId(), happened, code: "AAAA-AAAA")).ShouldBeRefused(409, "NOTHING_TO_SCAN");
    }

    [Fact]
    public async Task A_connected_number_is_not_scanned_again()
    {
        var (link, _) = await host.OpenNumber();

        (await host.Simulate(link.NumberId(), "scan")).ShouldBeRefused(409, "NOTHING_TO_SCAN");
    }

    [Fact]
    public async Task A_flap_is_no_disconnect()
    {
        var (link, _) = await host.OpenNumber();

        var answer = (await host.Simulate(link.NumberId(), "disconnect")).Expect(200);

        answer.Text("state").Should().Be("OPEN");
        (await host.Get($"/v1/numbers/{link.NumberId()}/status")).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("logout", "logged_out")]
    [InlineData("ban", "banned")]
    public async Task A_confirmed_loss_is_published_at_once_and_once(string happened, string reason)
    {
        var (link, _) = await host.OpenNumber();

        var answer = (await host.Simulate(link.NumberId(), happened)).Expect(200);

        answer.Text("state").Should().Be("CLOSE");
        answer.Text("phase").Should().Be("ready");
        var lost = (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle().Subject;
        lost.Text("reason").Should().Be(reason);
        lost.Text("state").Should().Be("CLOSE");
        (await host.Simulate(link.NumberId(), happened)).ShouldBeRefused(409, "NOTHING_TO_SCAN");
    }

    [Fact]
    public async Task A_gateway_that_is_down_is_no_disconnect()
    {
        var (link, _) = await host.OpenNumber();

        (await host.Simulate(link.NumberId(), "gateway_down")).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Simulate(link.NumberId(), "gateway_up")).Expect(200).Text("phase").Should().Be("connected");
        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_passkey_is_reported_once_and_means_that_a_phone_scanned()
    {
        var (link, _) = await host.StartedLink();

        (await host.Simulate(link.NumberId(), "passkey")).Expect(200);

        (await host.Events(link.NumberId(), "number.passkey_required")).Should().ContainSingle().Which.LinkId().Should().Be(link.LinkId());
        var own = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        own.GetProperty("funnel").GetProperty("scannedAt").ValueKind.Should().Be(JsonValueKind.String);
    }

    [Fact]
    public async Task An_event_concerns_one_number_alone()
    {
        var (one, two) = (await host.NewLink(), await host.NewLink());

        (await host.Simulate(one.NumberId(), "gateway_down")).Expect(200);

        (await host.Connect(two.Token())).Expect(200);
    }

    [Theory]
    [InlineData("{}", "event")]
    [InlineData("""{"event":"explode"}""", "event")]
    [InlineData("""{"event":"enter_code"}""", "code")]
    [InlineData("""{"event":"scan","phone":"12"}""", "phone")]
    [InlineData("""{"event":1,"phone":2,"code":3}""", "event", "phone", "code")]
    public async Task An_event_that_is_none_is_named(string body, params string[] fields) =>
        (await host.Post($"/v1/test/numbers/{(await host.NewLink()).NumberId()}/simulate", body)).ShouldNameFields(fields);

    [Fact]
    public async Task Live_tenants_strangers_and_other_numbers_keys_find_nothing_to_simulate()
    {
        var live = await host.NewTenant(TenantMode.Live);
        var own = await host.NewLink(key: live.Key.Raw.Value);
        (await host.Simulate(own.NumberId(), "gateway_down", key: live.Key.Raw.Value)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");

        var link = await host.NewLink();
        var stranger = await host.NewTenant();
        (await host.Simulate(link.NumberId(), "gateway_down", key: stranger.Key.Raw.Value)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Simulate(link.NumberId(), "gateway_down", key: await host.NumberKey((await host.NewLink()).NumberId())))
            .ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Simulate("num_x", "explode")).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Simulate(link.NumberId(), "gateway_down", key: await host.NumberKey(link.NumberId()))).Expect(200);
    }
}
