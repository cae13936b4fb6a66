using System.Text.Json;
using PilotPairing.Application.Connections;

namespace PilotPairing.Api.Tests.Numbers;

/// <summary>Connections that nobody asks about: what the periodic checks find, and that two nodes find it once.</summary>
public sealed class LostConnectionTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly ReconcileNumbers Round = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), 8);

    [Fact]
    public async Task A_lasting_loss_is_published_once_by_the_second_check_and_a_return_is_a_new_connection()
    {
        var (link, _) = await host.OpenNumber();
        var another = await host.NewLink(new { name = "Loja", number = Scene.Phone });
        await Session(link, "status = 'Reconnecting', until = 'infinity'");

        await Check(link);
        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
        (await Number(link)).Text("state").Should().Be("OPEN");
        await Check(link);

        var lost = (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle().Subject;
        lost.Text("reason").Should().Be("unknown");
        lost.Text("state").Should().Be("CLOSE");
        (await Number(link)).GetProperty("lastDisconnect").Text("reason").Should().Be("unknown");

        await Session(link, "status = 'Connected'");
        await Check(link);
        await Check(link);

        (await host.Events(link.NumberId(), "number.connected")).Should().HaveCount(2);
        (await Number(link)).Text("state").Should().Be("OPEN");
        (await host.Get($"/v1/links/{another.LinkId()}")).Expect(200).Text("status").Should().Be("active", "it is another number's");
    }

    [Fact]
    public async Task A_flap_between_two_checks_is_no_disconnect()
    {
        var (link, _) = await host.OpenNumber();

        foreach (var status in (string[])["Reconnecting", "Connected", "Reconnecting", "Connected"])
        {
            await Session(link, $"status = '{status}', until = 'infinity'");
            await Check(link);
        }

        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
        (await host.Events(link.NumberId(), "number.connected")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_gateway_that_is_down_for_long_is_no_disconnect()
    {
        var (link, _) = await host.OpenNumber();
        await Session(link, "gateway_down = true");

        for (var round = 0; round < 3; round++)
            await Check(link);

        (await Number(link)).Text("state").Should().Be("OPEN");
        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("LoggedOut", "logged_out")]
    [InlineData("Banned", "banned")]
    public async Task A_sure_loss_is_published_at_the_first_check_and_once_for_all_nodes(string status, string reason)
    {
        await using var other = await Other();
        var links = new List<JsonElement>();
        for (var i = 0; i < 10; i++)
            links.Add((await host.OpenNumber()).Link);
        foreach (var link in links)
            await Session(link, $"status = '{status}'");
        await MakeCheckDue();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => i % 2 == 0 ? host.Send(Round) : other.Send(Round)));

        foreach (var link in links)
            (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle().Which.Text("reason").Should().Be(reason);
    }

    [Fact]
    public async Task Two_nodes_confirm_a_loss_and_a_return_once()
    {
        await using var other = await Other();
        var (link, _) = await host.OpenNumber();

        foreach (var status in (string[])["Reconnecting", "Connected"])
        {
            await Session(link, $"status = '{status}', until = 'infinity'");
            for (var check = 0; check < 2; check++)
            {
                await MakeCheckDue();
                await Task.WhenAll(Enumerable.Range(0, 4).Select(i => i % 2 == 0 ? host.Send(Round) : other.Send(Round)));
            }
        }

        (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle();
        (await host.Events(link.NumberId(), "number.connected")).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_session_that_was_lost_is_ended_before_its_number_is_paired_anew()
    {
        var (link, _) = await host.OpenNumber();
        await Session(link, "status = 'Reconnecting', until = 'infinity'");
        await Check(link);
        await Check(link);

        var artifact = (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).Expect(200);

        artifact.Text("qrcodeBase64").Should().StartWith("data:image/png");
        (await host.Query<bool>("select session_left from numbers where id = @id", new { id = Scene.Uuid(link.NumberId()) })).Should()
            .BeFalse();
        (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
    }

    [Theory]
    [InlineData("rate_limited")]
    [InlineData("no_qr")]
    [InlineData("qr_exhausted")]
    public async Task Failures_of_pairing_do_not_end_a_connection(string failure)
    {
        var (link, _) = await host.OpenNumber();

        (await host.Simulate(link.NumberId(), failure)).Expect(200).Text("state").Should().Be("OPEN");
        await Check(link);
        await Check(link);

        (await host.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
    }

    private Task<ApiHost> Other() => ApiHost.On(host.Database.ConnectionString);

    private async Task<JsonElement> Number(JsonElement link) => (await host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200);

    /// <summary>One round, a minute after the last.</summary>
    private async Task Check(JsonElement link)
    {
        await MakeCheckDue();
        (await host.Send(Round)).Value.Due.Should().BePositive($"{link.NumberId()} is among them");
    }

    private Task MakeCheckDue() =>
        host.Execute("update numbers set checked_at = checked_at - interval '1 minute', missed_at = missed_at - interval '1 minute'");

    private Task Session(JsonElement link, string change) =>
        host.Execute($"update simulator_sessions set {change} where instance_name = @name",
            new { name = link.GetProperty("instance").Text("instanceName") });
}
