namespace PilotPairing.Api.Tests.Links;

/// <summary>Links for a number that exists already.</summary>
public sealed class ReconnectLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_number_that_was_lost_is_connected_again_without_being_made_again()
    {
        var (first, _) = await host.OpenNumber();
        (await host.Simulate(first.NumberId(), "logout")).Expect(200);

        var again = await Reconnect(first.NumberId(), new { name = 7, number = "x" });

        again.NumberId().Should().Be(first.NumberId());
        again.GetProperty("instance").Text("number").Should().Be(Scene.Phone);
        (await host.Events(first.NumberId(), "number.created")).Should().ContainSingle();
        (await host.Connect(again.Token())).Expect(200).GetProperty("sequence").GetInt32().Should().Be(2);
        (await host.Simulate(first.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Events(first.NumberId(), "number.connected")).Should().HaveCount(2);
    }

    [Fact]
    public async Task The_dead_session_is_cleaned_up_before_anybody_presses_the_button()
    {
        var (first, _) = await host.OpenNumber();
        (await host.Simulate(first.NumberId(), "logout")).Expect(200);

        await Reconnect(first.NumberId());

        await Scene.Eventually(async () => await host.Query<string>(
            "select status from simulator_sessions where instance_name = @name",
            new { name = first.GetProperty("instance").Text("instanceName") }) == "Idle");
    }

    [Fact]
    public async Task A_second_link_leaves_a_pairing_that_is_under_way_alone()
    {
        var (first, _) = await host.StartedLink();

        await Reconnect(first.NumberId());

        (await host.Query<long>("select count(*) from outbox where kind = 'cleanup' and payload->>'number' = @id",
            new { id = Scene.Uuid(first.NumberId()).ToString() })).Should().Be(0);
        (await host.Simulate(first.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
    }

    [Fact]
    public async Task All_links_of_a_number_are_spent_when_it_connects()
    {
        var first = await host.NewLink();
        var second = await Reconnect(first.NumberId());
        (await host.Connect(first.Token())).Expect(200);
        (await host.Simulate(first.NumberId(), "scan")).Expect(200);

        foreach (var link in (string[])[first.LinkId(), second.LinkId()])
            (await host.Get($"/v1/links/{link}")).Expect(200).Text("status").Should().Be("used");
    }

    [Theory]
    [InlineData("num_00000000000000000000000000")]
    [InlineData("lnk_00000000000000000000000000")]
    [InlineData("nonsense")]
    public async Task An_unknown_number_is_not_found(string number) => (await Try(number)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");

    [Fact]
    public async Task Another_tenants_number_is_not_found()
    {
        var link = await host.NewLink();
        var stranger = await host.NewTenant();

        (await Try(link.NumberId(), stranger.Key.Raw.Value)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
    }

    [Fact]
    public async Task A_number_key_reconnects_its_own_number_and_no_other()
    {
        var (own, other) = (await host.NewLink(), await host.NewLink());
        var key = await host.NumberKey(own.NumberId());

        (await Try(own.NumberId(), key)).Expect(201);
        (await Try(other.NumberId(), key)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
    }

    [Fact]
    public async Task A_connected_number_has_nothing_to_reconnect()
    {
        var (link, _) = await host.OpenNumber();

        (await Try(link.NumberId())).ShouldBeRefused(409, "ALREADY_CONNECTED");
    }

    [Fact]
    public async Task A_Meta_link_does_not_reconnect()
    {
        var link = await host.NewLink();

        (await host.Post("/v1/numbers/remote-pairing", new { provider = "META", reconnect = new { numberId = link.NumberId() } }))
            .ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
    }

    [Fact]
    public async Task A_Meta_number_is_not_reconnected_by_a_phone()
    {
        var link = await host.NewLink();
        await host.Rewrite("update numbers set provider = 'Meta' where id = @id", link.NumberId());

        (await Try(link.NumberId())).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
    }

    [Fact]
    public async Task A_broken_body_is_reported_before_an_unknown_number()
    {
        (await host.Post("/v1/numbers/remote-pairing", new { locale = "xx", reconnect = new { numberId = "num_x" } }))
            .ShouldNameFields("locale");
    }

    [Fact]
    public async Task A_removed_number_is_not_found()
    {
        var link = await host.NewLink();
        (await host.Call("DELETE", $"/v1/numbers/{link.NumberId()}")).Expect(200);

        (await Try(link.NumberId())).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
    }

    private Task<Answer> Try(string number, string? key = null) =>
        host.Post("/v1/numbers/remote-pairing", new { reconnect = new { numberId = number } }, key);

    private async Task<System.Text.Json.JsonElement> Reconnect(string number, object? ignored = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(ignored ?? new { })!.AsObject();
        body["reconnect"] = new System.Text.Json.Nodes.JsonObject { ["numberId"] = number };
        return await host.NewLink(body.ToJsonString());
    }
}
