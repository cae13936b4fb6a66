namespace PilotPairing.Api.Tests.Connections;

/// <summary>The button of the page: which artifacts it gives, when they are renewed, and why there are none.</summary>
public sealed class ConnectTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Without_a_method_one_session_offers_both()
    {
        var link = await host.NewLink();

        var issued = (await host.Connect(link.Token())).Expect(200);

        issued.Text("qrcodeBase64").Should().StartWith("data:image/png;base64,iVBOR");
        issued.Text("pairingCode").Should().MatchRegex("^[1-9A-HJ-NP-TV-Z]{4}-[1-9A-HJ-NP-TV-Z]{4}$");
        issued.Text("expiresAt").Should().EndWith("Z");
        issued.Text("pairingCodeExpiresAt").Should().EndWith("Z");
        issued.GetProperty("sequence").GetInt32().Should().Be(1);
        issued.Text("attempt").Length.Should().BeGreaterThanOrEqualTo(22);
        var status = (await host.Status(link.Token())).Expect(200);
        status.Text("state").Should().Be("CONNECTING");
        status.Text("phase").Should().Be("awaiting_scan");
        status.GetProperty("sequence").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Asking_for_a_QR_code_gives_one_without_a_pairing_code()
    {
        var issued = (await host.Connect((await host.NewLink()).Token(), new { method = "qr" })).Expect(200);

        issued.Text("qrcodeBase64").Should().StartWith("data:image/png;base64,");
        issued.GetProperty("pairingCode").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        issued.GetProperty("pairingCodeExpiresAt").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Asking_for_a_code_gives_one_even_while_a_QR_code_is_live()
    {
        var link = await host.NewLink();
        (await host.Connect(link.Token(), new { method = "qr" })).Expect(200);

        var issued = (await host.Connect(link.Token(), new { method = "code" })).Expect(200);

        issued.Text("pairingCode").Should().HaveLength(9);
        issued.GetProperty("sequence").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task Asking_again_gives_what_is_live()
    {
        var link = await host.NewLink();
        var first = (await host.Connect(link.Token())).Expect(200);

        foreach (var body in (object?[])[null, new { method = "qr" }, new { method = "code" }, new { refresh = true },
            new { method = "qr", refresh = "true" }])
        {
            var again = (await host.Connect(link.Token(), body)).Expect(200);
            again.GetRawText().Should().Be(first.GetRawText());
        }
    }

    [Fact]
    public async Task A_refresh_renews_a_QR_code_that_has_been_shown_for_a_while()
    {
        var link = await host.NewLink();
        var first = (await host.Connect(link.Token(), new { method = "qr" })).Expect(200);
        (await host.Connect(link.Token(), new { method = "qr", refresh = true })).Expect(200).GetProperty("sequence").GetInt32().Should()
            .Be(1, "ten seconds have not passed");
        await Age(link.NumberId(), "changed_at = changed_at - interval '11 seconds'");

        var fresh = (await host.Connect(link.Token(), new { method = "qr", refresh = true })).Expect(200);

        fresh.GetProperty("sequence").GetInt32().Should().Be(2);
        fresh.Text("qrcodeBase64").Should().NotBe(first.Text("qrcodeBase64"));
    }

    [Fact]
    public async Task A_live_pairing_code_is_never_replaced_however_old_it_is()
    {
        var link = await host.NewLink();
        var first = (await host.Connect(link.Token())).Expect(200);
        await Age(link.NumberId(), "changed_at = changed_at - interval '1 minute'");

        var again = (await host.Connect(link.Token(), new { refresh = true })).Expect(200);

        again.Text("pairingCode").Should().Be(first.Text("pairingCode"));
    }

    [Fact]
    public async Task What_has_expired_is_replaced_and_counted_on()
    {
        var link = await host.NewLink();
        var first = (await host.Connect(link.Token())).Expect(200);
        await host.Execute(
            "update simulator_sessions set offered_at = offered_at - interval '1 hour' where instance_name = @name",
            new { name = link.GetProperty("instance").Text("instanceName") });
        await Scene.Eventually(async () => (await host.Status(link.Token())).Json.Text("phase") == "stalled");

        var fresh = (await host.Connect(link.Token())).Expect(200);

        fresh.GetProperty("sequence").GetInt32().Should().BeGreaterThan(first.GetProperty("sequence").GetInt32());
        fresh.Text("pairingCode").Should().NotBe(first.Text("pairingCode"));
        fresh.Text("attempt").Should().Be(first.Text("attempt"));
    }

    [Fact]
    public async Task The_sequence_of_a_number_goes_on_in_its_next_link()
    {
        var (link, _) = await host.OpenNumber();
        (await host.Simulate(link.NumberId(), "logout")).Expect(200);
        var next = await host.NewLink(new { reconnect = new { numberId = link.NumberId() } });

        (await host.Connect(next.Token())).Expect(200).GetProperty("sequence").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task A_number_that_nobody_scans_is_not_connecting_any_more()
    {
        var (link, _) = await host.StartedLink();
        await host.Simulate(link.NumberId(), "qr_exhausted");
        await Age(link.NumberId(), "changed_at = changed_at - interval '31 seconds'");

        await Scene.Eventually(async () => (await host.Status(link.Token())).Json.Text("state") == "CLOSE");

        (await host.Status(link.Token())).Expect(200).Text("phase").Should().Be("stalled");
        (await host.Events(link.LinkId(), "link.failed")).Should().ContainSingle().Which.Text("reason").Should().Be("stalled");
    }

    [Theory]
    [InlineData("""{"method":"meta"}""", "method")]
    [InlineData("""{"method":"sms"}""", "method")]
    [InlineData("""{"method":"QR"}""", "method")]
    [InlineData("""{"refresh":"yes"}""", "refresh")]
    [InlineData("""{"method":1,"refresh":1}""", "method", "refresh")]
    public async Task A_wish_that_is_none_is_named(string body, params string[] fields) =>
        (await host.Connect((await host.NewLink()).Token(), body)).ShouldNameFields(fields);

    [Fact]
    public async Task A_number_that_connected_by_another_link_has_nothing_to_scan()
    {
        var (link, _) = await host.OpenNumber();
        var late = await host.NewLink(new { name = "Loja", number = Scene.Phone });
        await host.Rewrite("update numbers set state = 'Open' where id = @id", late.NumberId());

        (await host.Connect(link.Token())).ShouldBeRefused(409, "ALREADY_CONNECTED");
        (await host.Connect(late.Token())).ShouldBeRefused(409, "ALREADY_CONNECTED");
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_reported_with_a_retry_time()
    {
        var link = await host.NewLink();
        (await host.Simulate(link.NumberId(), "gateway_down")).Expect(200);

        var answer = await host.Connect(link.Token());

        answer.ShouldBeRefused(503, "GATEWAY_UNAVAILABLE");
        int.Parse(answer.Headers["retry-after"], null).Should().BePositive();
        (await host.Status(link.Token())).Expect(200).Text("phase").Should().Be("gateway_unavailable");
        (await host.Simulate(link.NumberId(), "gateway_up")).Expect(200);
        (await host.Connect(link.Token())).Expect(200);
    }

    [Fact]
    public async Task A_number_that_tried_too_often_gets_the_end_of_its_cool_down()
    {
        var link = await host.NewLink();
        (await host.Simulate(link.NumberId(), "rate_limited")).Expect(200);

        var answer = await host.Connect(link.Token());

        answer.ShouldBeRefused(429, "PAIRING_COOLDOWN");
        answer.Json.Text("error").Should().Be("Too many requests");
        var until = answer.Json.GetProperty("details").GetProperty("until").GetDateTimeOffset();
        (until - TimeProvider.System.GetUtcNow()).TotalSeconds.Should().BeInRange(1, 60);
        int.Parse(answer.Headers["retry-after"], null).Should().BeInRange(1, 60);
        (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).ShouldBeRefused(429, "PAIRING_COOLDOWN");
    }

    [Fact]
    public async Task The_first_press_is_published_as_opened_and_started_once()
    {
        var (link, _) = await host.StartedLink();
        (await host.Connect(link.Token(), new { method = "code" })).Expect(200);

        foreach (var type in (string[])["link.opened", "link.started"])
            (await host.Events(link.LinkId(), type)).Should().ContainSingle(type);
    }

    private Task Age(string number, string change) =>
        host.Rewrite($"update pairing_attempts set {change} where number_id = @id and ended_at is null", number);
}
