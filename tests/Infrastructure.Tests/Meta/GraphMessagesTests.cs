using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeGraph;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Meta;

/// <summary>Messages to a Graph that does not answer; its answers are tested with the whole application.</summary>
public sealed class GraphMessagesTests : IAsyncLifetime
{
    private GraphServer _server = null!;

    public async Task InitializeAsync() => _server = await GraphServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_Graph_that_is_slow_is_waited_for_15_seconds_and_the_outcome_is_unknown()
    {
        var clock = new FakeClock(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        var called = new TaskCompletionSource();
        _server.Instead = context =>
        {
            called.TrySetResult();
            return Faults.Never(context);
        };
        await using var rig = GraphRig.On(_server, clock);

        var sending = Send(rig);
        await called.Task;
        clock.Advance(TimeSpan.FromSeconds(14));
        sending.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));

        (await sending).Should().BeOfType<SendOutcome.Unknown>();
    }

    [Fact]
    public async Task Where_Graph_cannot_be_reached_nothing_was_sent()
    {
        await using var rig = GraphRig.On(_server, url: "http://127.0.0.1:1");

        (await Send(rig)).Should().BeOfType<SendOutcome.Refused>().Which.Failure.Should().Be(SendFailure.GatewayError);
    }

    [Fact]
    public async Task What_Graph_repeats_of_a_message_is_struck_out()
    {
        _server.Instead = Faults.Text(400, "application/json",
            """{"error":{"code":131009,"message":"5511988887777 rp_secret EAAtoken are not valid"}}""");
        await using var rig = GraphRig.On(_server);

        var refused = (await Send(rig)).Should().BeOfType<SendOutcome.Refused>().Subject;

        refused.Text.Should().Contain("131009").And.NotContainAny("5511988887777", "rp_secret", "EAAtoken");
        string.Join('\n', rig.Log.Lines).Should().Contain("131009").And.NotContainAny("5511988887777", "rp_secret", "EAAtoken");
    }

    private static Task<SendOutcome> Send(GraphRig rig)
    {
        var message = new MetaMessage(SendId.New(new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero)), PhoneNumber.Parse("5511988887777")!.Value,
            "name", "pt_BR")
        {
            Header = [],
            Body = [],
            Buttons = [new(0, "rp_secret")],
        };
        message.ToString().Should().NotContain("secret");
        return rig.Messages.Send(new(TenantMode.Live, new("106"), new("102"), new("EAAtoken")), message, default);
    }
}
