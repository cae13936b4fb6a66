using System.Text.Json;

namespace PilotPairing.Api.Tests.Connections;

/// <summary>Many callers at once: one gateway start, one connection, and no attempt that outlives its link.</summary>
public sealed class PairingRaceTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const int Crowd = 40;

    [Fact]
    public async Task Forty_callers_that_press_the_button_share_one_start()
    {
        var link = await host.NewLink();

        var answers = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => host.Connect(link.Token())));

        answers.Select(answer => answer.Expect(200).GetRawText()).Distinct().Should().ContainSingle();
        answers[0].Json.GetProperty("sequence").GetInt32().Should().Be(1);
        (await host.Query<long>("select count(*) from pairing_attempts where number_id = @id", new { id = Scene.Uuid(link.NumberId()) }))
            .Should().Be(1);
        foreach (var type in (string[])["link.opened", "link.started"])
            (await host.Events(link.LinkId(), type)).Should().ContainSingle(type);
    }

    [Fact]
    public async Task Forty_scans_connect_a_number_once()
    {
        var (link, _) = await host.StartedLink();
        var second = await host.NewLink(new { reconnect = new { numberId = link.NumberId() } });

        var answers = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => host.Simulate(link.NumberId(), "scan")));

        answers.Select(answer => answer.Status).Should().OnlyContain(status => status == 200 || status == 409);
        answers.Count(answer => answer.Status == 200).Should().BePositive();
        await Scene.Eventually(async () => (await host.Get($"/v1/numbers/{link.NumberId()}/status")).Json.Text("state") == "OPEN");
        (await host.Events(link.NumberId(), "number.connected")).Should().ContainSingle();
        foreach (var spent in (JsonElement[])[link, second])
            (await host.Get($"/v1/links/{spent.LinkId()}")).Expect(200).Text("status").Should().Be("used");
    }

    [Fact]
    public async Task A_link_that_is_revoked_while_its_button_is_pressed_leaves_nothing_to_scan()
    {
        for (var round = 0; round < 12; round++)
        {
            var link = await host.NewLink();

            var presses = Enumerable.Range(0, 4).Select(_ => host.Connect(link.Token())).ToList();
            var revoke = host.Post($"/v1/links/{link.LinkId()}/revoke");
            var answers = await Task.WhenAll(presses);

            (await revoke).Expect(200).Text("status").Should().Be("revoked");
            answers.Select(answer => answer.Status).Should()
                .OnlyContain(status => status == 200 || status == 404, string.Join(' ', answers.Select(answer => answer.Text)));
            var alive = await host.Query<long>("select count(*) from pairing_attempts where number_id = @id and ended_at is null",
                new { id = Scene.Uuid(link.NumberId()) });
            alive.Should().Be(0, "nobody may scan what a revoked link offered");
            (await host.Get($"/v1/numbers/{link.NumberId()}/status")).Expect(200).Text("state").Should().Be("CLOSE");
        }
    }

    [Fact]
    public async Task Simultaneous_revokes_are_published_once()
    {
        var (link, _) = await host.StartedLink();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Post($"/v1/links/{link.LinkId()}/revoke")));

        answers.Should().OnlyContain(answer => answer.Status == 200);
        (await host.Events(link.LinkId(), "link.revoked")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_scan_and_a_revoke_at_once_agree_on_which_was_first()
    {
        for (var round = 0; round < 12; round++)
        {
            var (link, _) = await host.StartedLink();

            var scan = host.Simulate(link.NumberId(), "scan");
            var revoke = host.Post($"/v1/links/{link.LinkId()}/revoke");
            (await scan).Status.Should().BeOneOf(200, 409);
            var status = (await revoke).Expect(200).Text("status");

            var connected = (await host.Events(link.NumberId(), "number.connected")).Count;
            (status, connected).Should().BeOneOf(("revoked", 0), ("used", 1));
        }
    }

    [Fact]
    public async Task Simultaneous_removals_are_published_once()
    {
        var (link, _) = await host.OpenNumber();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Call("DELETE", $"/v1/numbers/{link.NumberId()}")));

        answers.Count(answer => answer.Status == 200).Should().Be(1);
        answers.Where(answer => answer.Status != 200).Should().OnlyContain(answer => answer.Status == 404);
        (await host.Events(link.NumberId(), "number.removed")).Should().ContainSingle();
    }

    [Fact]
    public async Task Rotations_at_once_leave_one_token_alive()
    {
        var link = await host.NewLink();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Post($"/v1/links/{link.LinkId()}/rotate")));

        var alive = 0;
        foreach (var answer in answers)
            alive += (await host.Info(answer.Expect(200).Token())).Status == 200 ? 1 : 0;
        alive.Should().Be(1);
    }
}
