using PilotPairing.Application.Connections;
using PilotPairing.Application.Links;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Connections;

/// <summary>
/// The answers to a caller that waits for an artifact, and the latest time of each; the watcher, tested elsewhere, starts the gateway.
/// </summary>
public sealed class PairingArtifactRequestsTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);
    private readonly FakeClock _clock = new(Some.Now);
    private readonly FakeStore _store = new();
    private readonly FakePairingStateCache _states = new();
    private FakeTenants _tenants = new();
    private readonly Instance _number = Some.Number();

    public PairingArtifactRequestsTests()
    {
        _store.Instances.Add(_number.Id, _number);
        // What the real board shows once the asking is committed.
        _states.Remember(View(PairingPhase.Preparing));
    }

    [Fact]
    public async Task A_live_artifact_is_answered_without_a_write()
    {
        var live = View(PairingPhase.AwaitingScan, Some.Qr());
        _states.Remember(live);

        (await Ask(live)).Value.Should().Be(live);
        _store.Commits.Should().Be(0);
    }

    [Fact]
    public async Task A_first_caller_begins_an_attempt_calls_the_watcher_and_gets_what_it_finds()
    {
        _store.Traces[_number.Id] = new(7, null);
        var answer = Ask(View());
        var live = View(PairingPhase.AwaitingScan, Some.Qr(), InstanceState.Connecting);
        _states.Show(View(PairingPhase.Preparing));
        _states.Show(live);

        (await answer).Value.Should().Be(live);
        _store.Attempts[_number.Id].Attempt.Should().Match<PairingAttempt>(attempt => attempt.NeedsStart && attempt.Sequence == 7);
        _store.Called.Should().Equal(_number.Id);
    }

    [Fact]
    public async Task A_second_caller_shares_the_attempt()
    {
        var first = Some.Attempt(_number.Id, needsStart: true);
        _store.Attempts[_number.Id] = new(first, 1);
        var answer = Ask(View(PairingPhase.Preparing));
        _states.Show(View(PairingPhase.AwaitingScan, Some.Qr()));

        (await answer).Refusal.Should().BeNull();
        _store.Attempts[_number.Id].Attempt.Id.Should().Be(first.Id);
    }

    [Fact]
    public async Task No_caller_waits_longer_than_its_bound_and_the_pairing_goes_on()
    {
        var answer = Ask(View());
        await _clock.UntilWaiting(1);

        _clock.Advance(Bound - TimeSpan.FromTicks(1));
        answer.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));

        (await answer).Refusal.Should().Be(new PairingStalled(), "the gateway has answered the start");
        _store.Attempts[_number.Id].Attempt.EndedAt.Should().BeNull();
    }

    [Fact]
    public async Task A_gateway_that_has_not_answered_the_start_by_then_does_not_answer()
    {
        _states.Remember(View(PairingPhase.Preparing) with { IsStartPending = true });
        var answer = Ask(View());
        await _clock.UntilWaiting(1);

        _clock.Advance(Bound);

        (await answer).Refusal.Should().Be(new GatewayUnavailable());
    }

    [Fact]
    public async Task A_caller_that_disconnects_gets_no_wrong_answer()
    {
        using var leaving = new CancellationTokenSource();
        var answer = Requests().Artifact(View(), null, null, false, Bound, leaving.Token);
        await _clock.UntilWaiting(1);
        await leaving.CancelAsync();

        await FluentActions.Awaiting(() => answer).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_cool_down_is_returned_with_its_end_both_from_the_store_and_from_the_gateway()
    {
        var until = Some.Now.AddSeconds(90);
        _store.Traces[_number.Id] = new(1, until);
        (await Ask(View())).Refusal.Should().Be(new PairingCooldown(until, TimeSpan.FromSeconds(90)));
        _store.Commits.Should().Be(0);

        _store.Traces[_number.Id] = new(1, Some.Now);
        var answer = Ask(View());
        _states.Show(View(PairingPhase.CoolingDown) with { CoolingUntil = until });
        (await answer).Refusal.Should().Be(new PairingCooldown(until, TimeSpan.FromSeconds(90)));
    }

    [Theory]
    [InlineData("GATEWAY_ERROR", typeof(GatewayError))]
    [InlineData("GATEWAY_UNAVAILABLE", typeof(GatewayUnavailable))]
    [InlineData("GATEWAY_NOT_ACTIVATED", typeof(GatewayNotActivated))]
    [InlineData("GATEWAY_NOT_CONFIGURED", typeof(GatewayNotConfigured))]
    public async Task A_failing_gateway_is_reported_at_once(string failure, Type refusal)
    {
        var answer = Ask(View());
        _states.Show(View(PairingPhase.GatewayUnavailable) with { Failure = failure });

        (await answer).Refusal.Should().BeOfType(refusal);
    }

    [Theory]
    [InlineData(PairingPhase.Stalled)]
    [InlineData(PairingPhase.Ready)]
    [InlineData(PairingPhase.NumberMismatch)]
    public async Task A_gateway_that_answers_without_a_code_is_not_reported_as_unavailable(PairingPhase phase)
    {
        var answer = Ask(View());
        _states.Show(View(phase));

        (await answer).Refusal.Should().Be(new PairingStalled());
    }

    [Theory]
    [InlineData(PairingPhase.Confirming)]
    [InlineData(PairingPhase.VerifyingNumber)]
    [InlineData(PairingPhase.PasskeyRequired)]
    public async Task A_request_while_a_phone_is_being_linked_gets_that_phase(PairingPhase phase)
    {
        var answer = Ask(View());
        _states.Show(View(phase));

        (await answer).Value.Phase.Should().Be(phase);
    }

    [Fact]
    public async Task A_number_that_is_open_is_refused_before_and_while_waiting()
    {
        var answer = Ask(View());
        _states.Show(View(state: InstanceState.Open));
        (await answer).Refusal.Should().Be(new AlreadyConnected());

        _store.Instances[_number.Id] = FakeStore.Copy(_number, InstanceState.Open);
        (await Ask(View())).Refusal.Should().Be(new AlreadyConnected());
    }

    [Fact]
    public async Task For_a_code_a_QR_code_is_not_enough()
    {
        var qrOnly = View(PairingPhase.AwaitingScan, Some.Qr());
        _states.Remember(qrOnly);
        var answer = Requests().Artifact(qrOnly, null, PairingMethod.Code, false, Bound, default);
        var both = qrOnly with { Artifacts = Some.Qr() with { Code = new(new("ABCD1234"), Some.Now.AddSeconds(180)) } };
        _states.Show(both);

        (await answer).Value.Should().Be(both);
    }

    [Theory]
    [InlineData(null, PairingMethod.Qr, PairingMethod.Code)]
    [InlineData(PairingMethod.Qr, PairingMethod.Qr)]
    [InlineData(PairingMethod.Code, PairingMethod.Code)]
    public async Task Every_start_through_a_live_tenants_link_is_counted_once(PairingMethod? asked, params PairingMethod[] counted)
    {
        _tenants = new(TenantMode.Live);
        for (var caller = 0; caller < 3; caller++)
            _ = Press(asked);
        await _clock.UntilWaiting(3);

        _store.Starts.Select(start => start.Method).Should().Equal(counted);
        _store.Starts.Should().OnlyContain(start => start.Attempt == _store.Attempts[_number.Id].Attempt.Id);
    }

    [Fact]
    public async Task Test_tenants_and_numbers_whose_QR_code_their_SaaS_shows_are_not_counted()
    {
        _ = Press(null);
        _tenants = new(TenantMode.Live);
        _store.Attempts.Clear();
        _ = Ask(View());
        await _clock.UntilWaiting(2);

        _store.Starts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_start_beyond_the_budget_is_written_down_as_a_cool_down_of_its_method()
    {
        _tenants = new(TenantMode.Live);
        var until = _store.FullUntil[PairingMethod.Code] = Some.Now.AddMinutes(9);
        var answer = Press(PairingMethod.Code);
        _states.Show(View(PairingPhase.CoolingDown) with { CoolingUntil = until, Cooled = PairingMethod.Code });

        (await answer).Refusal.Should().Be(new PairingCooldown(until, TimeSpan.FromMinutes(9), PairingMethod.Code));
        _store.Attempts[_number.Id].Attempt.Should().Match<PairingAttempt>(attempt =>
            attempt.Phase == PairingPhase.CoolingDown && attempt.CoolingUntil == until && attempt.Method == PairingMethod.Code
                && !attempt.NeedsStart);
        _store.Starts.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_neither_way_has_room_everything_cools_until_the_first_has()
    {
        _tenants = new(TenantMode.Live);
        _store.FullUntil[PairingMethod.Qr] = Some.Now.AddMinutes(9);
        _store.FullUntil[PairingMethod.Code] = Some.Now.AddMinutes(4);
        _ = Press(null);
        await _clock.UntilWaiting(1);

        _store.Attempts[_number.Id].Attempt.Should()
            .Match<PairingAttempt>(attempt => attempt.CoolingUntil == Some.Now.AddMinutes(4) && attempt.Method == null);
    }

    [Fact]
    public async Task Without_pairing_codes_left_a_QR_code_is_started_alone()
    {
        _tenants = new(TenantMode.Live);
        _store.FullUntil[PairingMethod.Code] = Some.Now.AddMinutes(9);
        _ = Press(null);
        await _clock.UntilWaiting(1);

        _store.Attempts[_number.Id].Attempt.Should()
            .Match<PairingAttempt>(attempt => attempt.NeedsStart && attempt.Method == PairingMethod.Qr);
        _store.Starts.Should().ContainSingle().Which.Method.Should().Be(PairingMethod.Qr);
    }

    [Fact]
    public async Task What_is_still_live_stays_when_another_may_not_be_started()
    {
        _tenants = new(TenantMode.Live);
        var until = _store.FullUntil[PairingMethod.Qr] = Some.Now.AddMinutes(9);
        _store.Attempts[_number.Id] = new(Some.Attempt(_number.Id, phase: PairingPhase.AwaitingScan, artifacts: Some.Qr()), 1);
        _clock.Advance(PairingAttempt.ShortestRefresh);

        var answer = await Requests().Artifact(View(PairingPhase.AwaitingScan, Some.Qr()), Link(), null, refresh: true, Bound, default);

        answer.Refusal.Should().Be(new PairingCooldown(until, TimeSpan.FromMinutes(9) - PairingAttempt.ShortestRefresh, PairingMethod.Qr));
        _store.Commits.Should().Be(0);
    }

    private PairingLink Link() => Some.Link(_number.Id);

    private Task<Result<PairingView>> Press(PairingMethod? method) =>
        Requests().Artifact(View(), Link(), method, refresh: false, Bound, default);

    private PairingArtifactRequests Requests() => new(_store, _states, new(_tenants), _clock);

    private Task<Result<PairingView>> Ask(PairingView view) => Requests().Artifact(view, null, null, refresh: false, Bound, default);

    private PairingView View(
        PairingPhase phase = PairingPhase.Ready, Artifacts? artifacts = null, InstanceState state = InstanceState.Close) =>
        new(_number.Id, _number.Tenant, _number.Number, "Shop", state, phase, artifacts ?? Artifacts.None, 0, null, null);
}
