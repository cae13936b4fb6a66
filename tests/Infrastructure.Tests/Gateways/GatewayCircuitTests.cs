using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Connections;
using PilotPairing.Infrastructure.Gateways;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>When a gateway that cannot be reached is left alone, and when it is asked again.</summary>
public sealed class GatewayCircuitTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void It_opens_after_five_failures_in_a_row_and_says_since_when_and_why()
    {
        var circuit = new GatewayCircuit(_clock);
        var start = _clock.GetUtcNow();
        for (var i = 0; i < GatewayCircuit.Failures - 1; i++)
            circuit.Failed("early");
        circuit.Answered();
        circuit.Report.Should().Be(new CircuitReport(CircuitState.Closed, start, "early", start), "an answer ends the row");
        _clock.Advance(TimeSpan.FromMinutes(1));

        for (var i = 0; i < GatewayCircuit.Failures; i++)
        {
            circuit.LetsThrough().Should().BeTrue();
            circuit.Failed("It cannot be connected to");
        }

        var now = _clock.GetUtcNow();
        circuit.Report.Should().Be(new CircuitReport(CircuitState.Open, now, "It cannot be connected to", now));
        circuit.LetsThrough().Should().BeFalse();
    }

    [Fact]
    public void After_the_pause_one_request_at_a_time_decides()
    {
        var circuit = Opened();
        var opened = _clock.GetUtcNow();
        _clock.Advance(GatewayCircuit.Pause);
        circuit.Report.State.Should().Be(CircuitState.HalfOpen);
        circuit.LetsThrough().Should().BeTrue();
        circuit.LetsThrough().Should().BeFalse("one is under way");

        circuit.Failed("still away");
        circuit.LetsThrough().Should().BeFalse();
        circuit.Report.Should().Be(new CircuitReport(CircuitState.Open, opened, "still away", _clock.GetUtcNow()));

        _clock.Advance(GatewayCircuit.Pause);
        circuit.LetsThrough().Should().BeTrue();
        circuit.Answered();
        circuit.Report.Should().Be(new CircuitReport(CircuitState.Closed, _clock.GetUtcNow(), "still away", opened + GatewayCircuit.Pause));
        circuit.LetsThrough().Should().BeTrue();
    }

    [Fact]
    public void A_request_that_nobody_waits_for_decides_nothing_and_one_from_before_does_not_prolong_it()
    {
        var circuit = Opened();
        _clock.Advance(GatewayCircuit.Pause - TimeSpan.FromSeconds(1));
        circuit.Failed("begun before it opened");
        _clock.Advance(TimeSpan.FromSeconds(1));

        circuit.LetsThrough().Should().BeTrue();
        circuit.Abandoned();

        circuit.LetsThrough().Should().BeTrue();
    }

    [Fact]
    public async Task An_open_gateway_is_sent_nothing_but_an_operator_s_question_and_works_again_by_itself()
    {
        using var port = ReservedPort.Take();
        await using var away = await GatewayRig.Start($"http://127.0.0.1:{port.Number}", "key", _clock);
        var session = GatewayRig.Session();
        for (var i = 0; i < GatewayCircuit.Failures; i++)
            Code(await away.Gateway.GetState(session, default)).Should().Be("GATEWAY_UNAVAILABLE");
        away.Circuit.Should().Be(
            new CircuitReport(CircuitState.Open, _clock.GetUtcNow(), "It cannot be connected to", _clock.GetUtcNow()));

        await using var back = await LoopbackServer.Start(_ => Task.CompletedTask, port.Number);
        Code(await away.Gateway.GetState(session, default)).Should().Be("GATEWAY_UNAVAILABLE", "nothing is sent to it");
        (await away.Gateway.Probe(default)).Reachable.Should().BeTrue("an operator asks it");
        away.Circuit.State.Should().Be(CircuitState.Open);
        _clock.Advance(GatewayCircuit.Pause);
        Code(await away.Gateway.GetState(session, default)).Should().Be("GATEWAY_ERROR", "it is asked again");
        away.Circuit.State.Should().Be(CircuitState.Closed);
    }

    private GatewayCircuit Opened()
    {
        var circuit = new GatewayCircuit(_clock);
        for (var i = 0; i < GatewayCircuit.Failures; i++)
            circuit.Failed("away");
        return circuit;
    }

    private static string? Code(SessionReport report) => (report as SessionReport.Unavailable)?.Refusal.Code;
}
