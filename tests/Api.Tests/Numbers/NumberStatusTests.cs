using System.Text.Json;

namespace PilotPairing.Api.Tests.Numbers;

/// <summary>A number's state: asked of the gateway, read from the store when it is silent; and logging it out.</summary>
public sealed class NumberStatusTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_status_follows_the_pairing()
    {
        var link = await host.NewLink();
        (await Status(link)).Text("state").Should().Be("CLOSE");
        (await host.Connect(link.Token())).Expect(200);
        (await Status(link)).Text("state").Should().Be("CONNECTING");
        (await host.Simulate(link.NumberId(), "scan")).Expect(200);

        var open = await Status(link);
        open.Text("id").Should().Be(link.NumberId());
        open.Text("state").Should().Be("OPEN");
        open.GetProperty("isFullyConnected").GetBoolean().Should().BeTrue();
        open.Text("checkedAt").Should().EndWith("Z");
    }

    [Fact]
    public async Task An_unannounced_loss_is_found_by_polling_and_published_once()
    {
        var (link, _) = await host.OpenNumber();
        await Session(link, "status = 'LoggedOut'");

        // Nobody waits long for a gateway: where that is slow, the first callers get the stored state.
        await Scene.Eventually(async () =>
            (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Status(link)))).All(status => status.Text("state") == "CLOSE"));

        (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle().Which.Text("reason").Should().Be("logged_out");
    }

    [Fact]
    public async Task A_gateway_that_is_down_leaves_the_stored_state_and_says_when_it_was_true()
    {
        var (link, _) = await host.OpenNumber();
        await host.Execute("update numbers set checked_at = '2026-01-02T03:04:05Z' where id = @id",
            new { id = Scene.Uuid(link.NumberId()) });
        await Session(link, "gateway_down = true");

        var status = await Status(link);

        status.Text("state").Should().Be("OPEN");
        status.Text("checkedAt").Should().Be("2026-01-02T03:04:05.000Z");
        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_gateway_confirmed_is_remembered_for_when_it_is_down()
    {
        var (link, _) = await host.OpenNumber();
        await host.Execute("update numbers set checked_at = '2026-01-02T03:04:05Z' where id = @id",
            new { id = Scene.Uuid(link.NumberId()) });
        var reported = (await Status(link)).GetProperty("checkedAt").GetDateTimeOffset();

        var stored = await host.Query<DateTimeOffset>("select checked_at from numbers where id = @id",
            new { id = Scene.Uuid(link.NumberId()) });

        stored.Should().BeCloseTo(reported, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("logout")]
    [InlineData("disconnect")]
    public async Task Logging_out_closes_a_number_that_can_be_paired_again(string route)
    {
        var (link, _) = await host.OpenNumber();

        var answer = (await host.Post($"/v1/numbers/{link.NumberId()}/{route}")).Expect(200);

        answer.Text("state").Should().Be("CLOSE");
        answer.GetProperty("isFullyConnected").GetBoolean().Should().BeFalse();
        (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle().Which.Text("reason").Should().Be("logged_out");
        (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).Expect(200);
        (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
    }

    [Fact]
    public async Task Logging_out_while_pairing_ends_the_pairing_and_is_no_disconnect()
    {
        var (link, _) = await host.StartedLink();

        (await host.Post($"/v1/numbers/{link.NumberId()}/logout")).Expect(200).Text("state").Should().Be("CLOSE");

        (await Status(link)).Text("state").Should().Be("CLOSE");
        (await host.Status(link.Token())).Expect(200).Text("phase").Should().Be("ready");
        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
    }

    [Fact]
    public async Task Logging_out_twice_or_a_closed_number_changes_nothing()
    {
        var (link, _) = await host.OpenNumber();

        for (var i = 0; i < 2; i++)
            (await host.Post($"/v1/numbers/{link.NumberId()}/logout")).Expect(200).Text("state").Should().Be("CLOSE");

        (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle();
    }

    [Fact]
    public async Task Logging_out_with_a_gateway_that_is_down_is_done_all_the_same()
    {
        var (link, _) = await host.OpenNumber();
        await Session(link, "gateway_down = true");

        (await host.Post($"/v1/numbers/{link.NumberId()}/logout")).Expect(200).Text("state").Should().Be("CLOSE");
        (await Status(link)).Text("state").Should().Be("CLOSE");
    }

    [Fact]
    public async Task Meta_numbers_have_nothing_to_scan_or_log_out()
    {
        var link = await host.NewLink();
        await host.Rewrite("update numbers set provider = 'Meta' where id = @id", link.NumberId());

        (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
        (await host.Post($"/v1/numbers/{link.NumberId()}/logout")).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
        (await Status(link)).Text("state").Should().Be("CLOSE");
    }

    [Fact]
    public async Task Connecting_again_keeps_what_is_live()
    {
        var id = (await host.Post("/v1/numbers", new { name = "Loja", number = Scene.Phone })).Expect(201).GetProperty("instance")
            .Text("id");

        var first = (await host.Get($"/v1/numbers/{id}/connect")).Expect(200);
        var again = (await host.Get($"/v1/numbers/{id}/connect")).Expect(200);

        again.GetRawText().Should().Be(first.GetRawText());
        first.Text("qrcodeBase64").Should().StartWith("data:image/png;base64,");
        first.Text("expiresAt").Should().EndWith("Z");
        first.Text("pairingCodeExpiresAt").Should().EndWith("Z");
        first.GetProperty("sequence").GetInt32().Should().Be(1);
        first.Has("attempt").Should().BeFalse();
    }

    [Fact]
    public async Task Connecting_renews_a_QR_code_at_most_every_ten_seconds_and_never_a_live_pairing_code()
    {
        var link = await host.NewLink();
        (await host.Connect(link.Token(), new { method = "qr" })).Expect(200);
        var first = (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).Expect(200);
        first.GetProperty("sequence").GetInt32().Should().Be(1);
        await Older(link);
        var second = (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).Expect(200);
        second.GetProperty("sequence").GetInt32().Should().Be(2);
        second.Text("qrcodeBase64").Should().NotBe(first.Text("qrcodeBase64"));

        (await host.Connect(link.Token(), new { method = "code" })).Expect(200);
        var code = (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).Expect(200);
        await Older(link);
        (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).Expect(200).Text("pairingCode").Should().Be(code.Text("pairingCode"));
    }

    [Fact]
    public async Task A_connected_number_has_nothing_to_connect()
    {
        var (link, _) = await host.OpenNumber();

        (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).ShouldBeRefused(409, "ALREADY_CONNECTED");
    }

    [Theory]
    [InlineData("GET", "/status")]
    [InlineData("GET", "/connect")]
    [InlineData("POST", "/logout")]
    [InlineData("DELETE", "")]
    public async Task Numbers_of_nobody_or_of_somebody_else_are_not_found(string method, string act)
    {
        var link = await host.NewLink();
        var stranger = await host.NewTenant();
        var other = await host.NumberKey((await host.NewLink()).NumberId());

        foreach (var id in (string[])["num_00000000000000000000000000", "lnk_00000000000000000000000000", "x", "num_",
            link.NumberId().ToUpperInvariant()])
            (await host.Call(method, $"/v1/numbers/{id}{act}")).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        foreach (var key in (string[])[stranger.Key.Raw.Value, other])
            (await host.Call(method, $"/v1/numbers/{link.NumberId()}{act}", null, key)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Call(method, $"/v1/numbers/{link.NumberId()}{act}", null, "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await host.Call(method, $"/v1/numbers/{link.NumberId()}{act}", null, await host.NumberKey(link.NumberId()))).Expect(200);
    }

    private async Task<JsonElement> Status(JsonElement link) => (await host.Get($"/v1/numbers/{link.NumberId()}/status")).Expect(200);

    private Task Session(JsonElement link, string change) =>
        host.Execute($"update simulator_sessions set {change} where instance_name = @name",
            new { name = link.GetProperty("instance").Text("instanceName") });

    private Task Older(JsonElement link) =>
        host.Rewrite("update pairing_attempts set changed_at = changed_at - interval '11 seconds' where number_id = @id and ended_at is null", link.NumberId());
}
