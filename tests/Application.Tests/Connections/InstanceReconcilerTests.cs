using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Connections;

/// <summary>
/// What one check at the gateway leads to, and that the loser of a race writes nothing; real races are the database tests' part.
/// </summary>
public sealed class InstanceReconcilerTests
{
    private static readonly PhoneNumber Other = PhoneNumber.Parse("+5521888887777")!.Value;
    private readonly FakeClock _clock = new(Some.Now);
    private readonly FakeStore _store = new();
    private readonly FakeGateway _gateway = new();
    private readonly FakeTenants _tenants = new();
    private readonly RecordedLog<InstanceReconciler> _log = new();

    [Fact]
    public async Task There_is_nothing_to_say_of_an_unknown_number() => (await Reconcile(NumberId.New(Some.Now))).Should().BeNull();

    [Fact]
    public async Task A_closed_number_that_nobody_pairs_costs_no_call()
    {
        var number = Stored(InstanceState.Close);

        (await Reconcile(number.Id)).Should().Be(new ReconcileResult(Watching: false, Confirmed: true));
        _gateway.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_Meta_number_is_never_checked_at_a_gateway()
    {
        var number = Some.Number(InstanceState.Open, provider: Provider.Meta);
        _store.Instances.Add(number.Id, number);

        (await Reconcile(number.Id)).Should().Be(new ReconcileResult(Watching: false, Confirmed: true));
        _gateway.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_pending_start_is_made_and_its_artifacts_are_stored()
    {
        var number = Stored(InstanceState.Close);
        Pairing(number, needsStart: true);
        _gateway.State = new SessionReport.AwaitingUser(Some.Qr());

        (await Reconcile(number.Id)).Should().Be(new ReconcileResult(Watching: true, Confirmed: true));

        _gateway.Asked.Should().Equal("start any", "state");
        _store.Instances[number.Id].State.Should().Be(InstanceState.Connecting);
        _store.Attempts[number.Id].Attempt.Should()
            .Match<PairingAttempt>(attempt => attempt.Phase == PairingPhase.AwaitingScan && attempt.Sequence == 1 && !attempt.NeedsStart);
    }

    [Fact]
    public async Task A_start_waits_until_the_gateway_has_ended_the_last_session()
    {
        var number = Stored(InstanceState.Close);
        Pairing(number, needsStart: true);
        _store.Pending.Add((number.Id, CleanUp.Logout));
        _gateway.State = new SessionReport.Connected(Other);

        (await Reconcile(number.Id)).Should().Be(new ReconcileResult(Watching: true, Confirmed: true));
        _gateway.Asked.Should().NotContain("start any");
        _store.Attempts[number.Id].Attempt.NeedsStart.Should().BeTrue();

        _store.Pending.Clear();
        _gateway.State = new SessionReport.AwaitingUser(Some.Qr());
        await Reconcile(number.Id);
        _gateway.Asked.Should().Contain("start any");
    }

    [Fact]
    public async Task What_an_attempt_offered_is_taken_back_when_it_ends_without_a_phone()
    {
        var number = Stored(InstanceState.Close);
        Pairing(number, needsStart: true);
        _gateway.State = new SessionReport.AwaitingUser(Some.Qr());
        await Reconcile(number.Id);
        _store.Pending.Should().BeEmpty();

        _gateway.State = new SessionReport.Exhausted();
        await Reconcile(number.Id);
        _clock.Advance(PairingAttempt.GraceWithoutArtifact);
        (await Reconcile(number.Id)).Should().Be(new ReconcileResult(Watching: false, Confirmed: true));

        _store.Instances[number.Id].State.Should().Be(InstanceState.Close);
        _store.Pending.Should().Equal((number.Id, CleanUp.Logout));
    }

    [Fact]
    public async Task A_pairing_for_which_no_code_came_is_logged_once_with_its_reason_and_one_whose_code_nobody_used_is_not()
    {
        var (unused, without) = (Stored(InstanceState.Connecting), Stored(InstanceState.Close));
        Pairing(unused, PairingPhase.AwaitingScan, artifacts: Some.Qr());
        Pairing(without);
        _gateway.State = new SessionReport.Exhausted();

        foreach (var number in (Instance[])[unused, without, without])
            await Reconcile(number.Id);

        _log.Lines.Should().ContainSingle().Which.Should().StartWith($"Warning 3003 Pairing {without.Id} stalled");
    }

    [Fact]
    public async Task A_phone_is_noted_to_have_accepted_on_evidence_only()
    {
        var number = Stored(InstanceState.Connecting);
        Pairing(number, PairingPhase.AwaitingScan, artifacts: Some.Qr());
        foreach (var unproven in (SessionReport[])[new SessionReport.Linking(Accepted: false), new SessionReport.AwaitingUser(Some.Qr()),
            new SessionReport.Reconnecting()])
        {
            _gateway.State = unproven;
            await Reconcile(number.Id);
        }

        _store.Attempts[number.Id].Attempt.Phase.Should().Be(PairingPhase.Confirming);
        _store.Touches.Should().BeEmpty();

        _gateway.State = new SessionReport.Connected(Some.Phone);
        await Reconcile(number.Id);
        _store.Touches.Should().ContainSingle().Which.Activity.Should().Be(LinkActivity.Scanned);
    }

    [Fact]
    public async Task A_check_beside_the_watcher_s_starts_nothing()
    {
        var number = Stored(InstanceState.Close);
        Pairing(number, needsStart: true);

        (await Reconciler().Reconcile(number.Id, default)).Should().Be(new ReconcileResult(Watching: true, Confirmed: false));

        _gateway.Asked.Should().BeEmpty();
        _store.Attempts[number.Id].Attempt.NeedsStart.Should().BeTrue();
    }

    [Fact]
    public async Task A_check_without_a_change_writes_nothing()
    {
        var number = Stored(InstanceState.Connecting);
        Pairing(number, PairingPhase.AwaitingScan, artifacts: Some.Qr());
        _gateway.State = new SessionReport.AwaitingUser(Some.Qr());

        await Reconcile(number.Id);

        _store.Commits.Should().Be(0);
    }

    [Fact]
    public async Task A_refused_start_becomes_a_cool_down_or_a_failure()
    {
        var (limited, broken) = (Stored(InstanceState.Close), Stored(InstanceState.Close));
        Pairing(limited, needsStart: true);
        Pairing(broken, needsStart: true);

        _gateway.OnStart = new PairingCooldown(Some.Now.AddSeconds(60), TimeSpan.FromSeconds(60));
        await Reconcile(limited.Id);
        _gateway.OnStart = new GatewayError("refused");
        (await Reconcile(broken.Id))!.Confirmed.Should().BeFalse();

        _store.Attempts[limited.Id].Attempt.Should()
            .Match<PairingAttempt>(attempt => attempt.Phase == PairingPhase.CoolingDown && attempt.CoolingUntil == Some.Now.AddSeconds(60));
        _store.Attempts[broken.Id].Attempt.Should()
            .Match<PairingAttempt>(attempt => attempt.Phase == PairingPhase.GatewayUnavailable && attempt.Failure == "GATEWAY_ERROR");
        _store.Instances[limited.Id].State.Should().Be(InstanceState.Close);
    }

    [Fact]
    public async Task A_refused_start_gives_back_what_was_counted_for_it()
    {
        var (refused, started) = (Stored(InstanceState.Close), Stored(InstanceState.Close));
        foreach (var number in (Instance[])[refused, started])
        {
            Pairing(number, needsStart: true);
            _store.Starts.Add((PairingMethod.Qr, _store.Attempts[number.Id].Attempt.Id, _store.Attempts[number.Id].Attempt.StartedAt));
        }

        _gateway.OnStart = new GatewayUnavailable();
        await Reconcile(refused.Id);
        (_gateway.OnStart, _gateway.State) = (default(Done), new SessionReport.AwaitingUser(Some.Qr()));
        await Reconcile(started.Id);
        await Reconcile(started.Id);

        _store.Starts.Should().ContainSingle().Which.Attempt.Should().Be(_store.Attempts[started.Id].Attempt.Id);
    }

    [Fact]
    public async Task The_right_phone_opens_the_number_spends_its_links_and_is_published_once()
    {
        var number = Stored(InstanceState.Connecting);
        var link = Pairing(number, PairingPhase.Confirming);
        _gateway.State = new SessionReport.Connected(PhoneNumber.Parse("551199999999")!.Value);

        (await Reconcile(number.Id))!.Watching.Should().BeFalse();

        _store.Instances[number.Id].Should()
            .Match<Instance>(open => open.State == InstanceState.Open && open.ConnectedNumber!.Value.Digits == "551199999999");
        _store.Spent.Should().Equal(number.Id);
        _store.NumberEvents.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Type = EventNames.NumberConnected, Link = (LinkId?)link });
        _store.Attempts[number.Id].Attempt.Phase.Should().Be(PairingPhase.Connected);
    }

    [Fact]
    public async Task The_wrong_phone_is_logged_out_and_the_link_stays()
    {
        var number = Stored(InstanceState.Connecting);
        var link = Pairing(number, PairingPhase.Confirming);
        _gateway.State = new SessionReport.Connected(Other);

        (await Reconcile(number.Id))!.Watching.Should().BeFalse();

        _store.Instances[number.Id].State.Should().Be(InstanceState.Close);
        _store.Attempts[number.Id].Attempt.Phase.Should().Be(PairingPhase.NumberMismatch);
        _store.NumberEvents.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Type = EventNames.NumberMismatch, Scanned = (PhoneNumber?)Other, Link = (LinkId?)link });
        _store.Pending.Should().Equal((number.Id, CleanUp.Logout));
        _store.Failures.Should().Contain(link, "number_mismatch");
        _store.Spent.Should().BeEmpty();
    }

    [Fact]
    public async Task Any_phone_will_do_where_the_link_says_so()
    {
        var number = Stored(InstanceState.Connecting);
        Pairing(number, PairingPhase.Confirming, terms: new() { Policy = NumberPolicy.Allow });
        _gateway.State = new SessionReport.Connected(Other);

        await Reconcile(number.Id);

        _store.Instances[number.Id].Should()
            .Match<Instance>(open => open.State == InstanceState.Open && open.ConnectedNumber == Other && open.Number == Some.Phone);
        _store.Pending.Should().BeEmpty();
    }

    [Theory]
    [InlineData(InstanceState.Open, true)]
    [InlineData(InstanceState.Open, false)]
    [InlineData(InstanceState.Removed, true)]
    public async Task The_loser_of_the_race_writes_nothing(InstanceState meanwhile, bool rightPhone)
    {
        var number = Stored(InstanceState.Connecting);
        Pairing(number, PairingPhase.VerifyingNumber);
        _store.BeforeBegin = () => _store.Instances[number.Id] = FakeStore.Copy(number, meanwhile);

        var over = await Accept()
            .Run(FakeStore.Copy(number), _store.Attempts[number.Id].Attempt.Id, rightPhone ? Some.Phone : Other, default);

        over.Should().BeTrue();
        _store.Commits.Should().Be(0);
        _store.NumberEvents.Should().BeEmpty();
    }

    [Fact]
    public async Task An_attempt_saved_by_another_node_is_checked_again()
    {
        var number = Stored(InstanceState.Connecting);
        Pairing(number, PairingPhase.VerifyingNumber);
        _store.BeforeBegin = () => _store.Attempts[number.Id] = _store.Attempts[number.Id] with { Version = 9 };

        (await Accept().Run(FakeStore.Copy(number), _store.Attempts[number.Id].Attempt.Id, Some.Phone, default)).Should().BeFalse();
        _store.Commits.Should().Be(0);
    }

    [Fact]
    public async Task A_connection_of_an_attempt_that_is_over_is_nobody_s()
    {
        var number = Stored(InstanceState.Connecting);
        Pairing(number, PairingPhase.VerifyingNumber);

        (await Accept().Run(FakeStore.Copy(number), AttemptId.New(Some.Now), Some.Phone, default)).Should().BeTrue();
        _store.Commits.Should().Be(0);
    }

    [Fact]
    public async Task An_ended_session_closes_the_open_number_with_its_reason_once()
    {
        var number = Stored(InstanceState.Open);
        _gateway.State = new SessionReport.Ended(DisconnectReason.Banned);

        await Reconcile(number.Id);
        await Reconcile(number.Id);

        _store.Instances[number.Id].State.Should().Be(InstanceState.Close);
        _store.NumberEvents.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Type = EventNames.NumberDisconnected, Reason = (DisconnectReason?)DisconnectReason.Banned });
    }

    [Fact]
    public async Task An_unreachable_or_limited_gateway_says_nothing_of_a_connection()
    {
        var number = Stored(InstanceState.Open);

        foreach (var silent in (SessionReport[])[new SessionReport.Unavailable(new GatewayUnavailable()),
            new SessionReport.RateLimited(Some.Now.AddMinutes(1))])
        {
            _gateway.State = silent;
            for (var round = 0; round < 3; round++, _clock.Advance(Instance.LossConfirmedAfter))
                (await Reconcile(number.Id)).Should().Be(new ReconcileResult(Watching: false, Confirmed: false));
        }

        _store.Instances[number.Id].State.Should().Be(InstanceState.Open);
        _store.Commits.Should().Be(0);
    }

    public static TheoryData<SessionReport, DisconnectReason> Losses => new()
    {
        { new SessionReport.Reconnecting(), DisconnectReason.Unknown },
        { new SessionReport.Starting(), DisconnectReason.Unknown },
        { new SessionReport.Idle(), DisconnectReason.Unknown },
        { new SessionReport.Exhausted(), DisconnectReason.Unknown },
        { new SessionReport.AwaitingUser(Some.Qr()), DisconnectReason.Unknown },
        { new SessionReport.Ended(DisconnectReason.Unknown), DisconnectReason.Unknown },
        { new SessionReport.Ended(DisconnectReason.RemovedByGateway), DisconnectReason.RemovedByGateway },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_loss_without_a_sure_reason_is_published_when_a_later_check_confirms_it(
        SessionReport report, DisconnectReason reason)
    {
        var number = Stored(InstanceState.Open);
        _gateway.State = report;

        (await Reconcile(number.Id))!.Confirmed.Should().BeFalse();
        _clock.Advance(Instance.LossConfirmedAfter - TimeSpan.FromTicks(1));
        await Reconcile(number.Id);
        _store.Instances[number.Id].State.Should().Be(InstanceState.Open, "asking often does not make it last longer");
        _clock.Advance(TimeSpan.FromTicks(1));
        await Reconcile(number.Id);

        _store.Instances[number.Id].State.Should().Be(InstanceState.Close);
        _store.NumberEvents.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Type = EventNames.NumberDisconnected, Reason = (DisconnectReason?)reason });
    }

    [Fact]
    public async Task A_lost_connection_comes_with_a_link_where_its_tenant_wants_one()
    {
        var number = Stored(InstanceState.Open);
        _tenants.Settings = new() { ReconnectLinks = true };
        _gateway.State = new SessionReport.Ended(DisconnectReason.LoggedOut);

        await Reconcile(number.Id);

        var link = _store.Links.Values.Should().ContainSingle().Subject;
        link.Number.Should().Be(number.Id);
        _store.LinkEvents.Should().ContainSingle().Which.Type.Should().Be(EventNames.LinkCreated);
        _store.NumberEvents.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Type = EventNames.NumberDisconnected, Link = (LinkId?)link.Id, OffersReconnect = true });
        _store.Commits.Should().Be(1);
    }

    [Fact]
    public async Task A_connection_that_somebody_saw_meanwhile_is_not_ended_by_an_older_miss()
    {
        var number = Stored(InstanceState.Open);
        _gateway.State = new SessionReport.Reconnecting();
        await Reconcile(number.Id);
        _clock.Advance(Instance.LossConfirmedAfter);
        _store.BeforeBegin = () => _store.Instances[number.Id] = FakeStore.Copy(number, lastCheck: default(LastCheck));

        await Reconcile(number.Id);

        _store.Instances[number.Id].State.Should().Be(InstanceState.Open);
        _store.NumberEvents.Should().BeEmpty();
    }

    [Fact]
    public async Task A_lost_connection_that_comes_back_by_itself_is_a_new_one_for_the_phone_that_was_lost_only()
    {
        var number = Stored(InstanceState.Close);
        _store.Instances[number.Id] = FakeStore.Copy(number, connected: Some.Phone, lastCheck: new(Some.Now, null, MayReturn: true));
        _gateway.State = new SessionReport.Connected(Other);
        await Reconcile(number.Id);
        _store.NumberEvents.Should().BeEmpty();

        _gateway.State = new SessionReport.Connected(Some.Phone);
        await Reconcile(number.Id);
        await Reconcile(number.Id);

        _store.Instances[number.Id].State.Should().Be(InstanceState.Open);
        _store.NumberEvents.Should().ContainSingle().Which.Type.Should().Be(EventNames.NumberConnected);
        _store.Spent.Should().Equal(number.Id);
    }

    private Task<ReconcileResult?> Reconcile(NumberId number) => Reconciler().Watch(number, default);

    private InstanceReconciler Reconciler() =>
        new(_store, _store, _gateway, _store, Accept(),
            new EndConnection(
                _store, new DisconnectedEvent(_tenants, new FixedRandom()), _clock), new SaveAttempt(_store, _store, _clock), _clock, _log);

    private AcceptConnection Accept() => new(_store, _store, _store, _clock);

    private Instance Stored(InstanceState state)
    {
        var number = Some.Number(state);
        _store.Instances.Add(number.Id, number);
        return number;
    }

    private LinkId Pairing(
        Instance number, PairingPhase phase = PairingPhase.Preparing, Artifacts? artifacts = null, bool needsStart = false,
        LinkTerms? terms = null)
    {
        var link = Some.Link(number.Id, terms);
        _store.Links.Add(link.Id, link);
        _store.Attempts[number.Id] = new(Some.Attempt(number.Id, link.Id, phase, artifacts, needsStart), 1);
        return link.Id;
    }
}
