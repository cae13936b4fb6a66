using PilotPairing.Application.Connections;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Connections;

/// <summary>How often gateways are probed for pairings that were given up, and how many of these each reopens at once.</summary>
public sealed class ReopenPairingsTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(50);
    private readonly FakeClock _clock = new(Some.Now);
    private readonly FakeStore _store = new();
    private readonly FakeGateway _gateway = new();

    [Fact]
    public async Task Where_nobody_waits_nothing_is_probed()
    {
        (await Reopen(Budget)).Should().Be(0);

        _gateway.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task However_many_wait_their_gateway_is_probed_once_in_each_pause_until_it_is_back()
    {
        for (var i = 0; i < 5; i++)
            GivenUp();
        _gateway.Health = _gateway.Health with { Reachable = false, Failure = new GatewayUnavailable() };
        var turn = Reopen(Budget);
        for (var pause = 1; pause <= 3; pause++)
        {
            await _clock.UntilWaiting(1);
            _clock.Advance(ReopenPairingsHandler.Pause - Instant);
            await _clock.UntilWaiting(1);
            _gateway.Asked.Should().HaveCount(pause).And.OnlyContain(call => call == "probe");
            _clock.Advance(Instant);
        }

        await _clock.UntilWaiting(1);
        _gateway.Health = _gateway.Health with { Reachable = true, Failure = null };
        _clock.Advance(ReopenPairingsHandler.Pause);
        await _clock.UntilWaiting(1);
        _clock.Advance(ReopenPairingsHandler.Pause);

        (await turn).Should().Be(5);
        _store.Attempts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_gateway_that_is_back_gets_its_customers_a_few_at_a_time_and_those_who_waited_longest_first()
    {
        var waiting = Enumerable.Range(0, ReopenPairingsHandler.MostAtOnce + 5).Select(_ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return GivenUp();
        }).ToList();

        (await Reopen(TimeSpan.Zero)).Should().Be(ReopenPairingsHandler.MostAtOnce);

        _store.Attempts.Keys.Should().BeEquivalentTo(waiting[^5..]);
    }

    [Fact]
    public async Task A_turn_ends_with_its_budget()
    {
        GivenUp();
        _gateway.Health = _gateway.Health with { Failure = new GatewayUnavailable() };
        var turn = Reopen(Budget);
        for (var pause = 1; pause <= Budget / ReopenPairingsHandler.Pause; pause++)
        {
            await _clock.UntilWaiting(1);
            turn.IsCompleted.Should().BeFalse();
            _clock.Advance(ReopenPairingsHandler.Pause);
        }

        (await turn).Should().Be(0);
    }

    [Fact]
    public async Task Who_waits_for_longer_than_a_quarter_of_an_hour_has_left()
    {
        GivenUp();
        _clock.Advance(ReopenPairingsHandler.LongestWait + TimeSpan.FromSeconds(1));

        (await Reopen(TimeSpan.Zero)).Should().Be(0);

        _gateway.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task The_simulator_which_is_away_for_one_number_alone_is_left_out()
    {
        GivenUp();

        (await Reopen(TimeSpan.Zero, TenantMode.Test)).Should().Be(0);

        _gateway.Asked.Should().BeEmpty();
    }

    private async Task<int> Reopen(TimeSpan budget, TenantMode mode = TenantMode.Live) =>
        (await new ReopenPairingsHandler(_store, new FakeTenants(mode), _gateway, _store, _clock).Handle(new(budget), default)).Value;

    private NumberId GivenUp()
    {
        var now = _clock.GetUtcNow();
        var number = NumberId.New(now);
        _store.Attempts.Add(number, new(
            PairingAttempt.FromStore(AttemptId.New(now), Some.Tenant, number, null, null, PairingPhase.GatewayUnavailable, Artifacts.None,
                0,
                needsStart: false, now, now, null, new GatewayUnavailable().Code, now),
            1));
        return number;
    }
}
