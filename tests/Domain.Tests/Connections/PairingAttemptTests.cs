using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Connections;

/// <summary>
/// What an attempt makes of each report and each wish, at every moment that matters; asking a gateway and saving are not its business.
/// </summary>
public sealed class PairingAttemptTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly PhoneNumber Phone = PhoneNumber.Parse("+5511999999999")!.Value;
    private static readonly PairingPhase[] Live =
    [
        PairingPhase.Preparing, PairingPhase.AwaitingScan, PairingPhase.Confirming, PairingPhase.PasskeyRequired,
        PairingPhase.VerifyingNumber, PairingPhase.CoolingDown,
        PairingPhase.GatewayUnavailable, PairingPhase.Stalled,
    ];

    public static TheoryData<SessionReport, PairingPhase?, bool> Reports => new()
    {
        { new SessionReport.Idle(), PairingPhase.Ready, true },
        { new SessionReport.Ended(DisconnectReason.LoggedOut), PairingPhase.Ready, true },
        { new SessionReport.Starting(), null, false },
        { new SessionReport.AwaitingUser(new(Qr("b", 60), null)), PairingPhase.AwaitingScan, false },
        { new SessionReport.Linking(), PairingPhase.Confirming, false },
        { new SessionReport.Reconnecting(), PairingPhase.Confirming, false },
        { new SessionReport.PasskeyRequired(), PairingPhase.PasskeyRequired, false },
        { new SessionReport.Connected(Phone), PairingPhase.VerifyingNumber, false },
        { new SessionReport.Exhausted(), PairingPhase.Stalled, false },
        { new SessionReport.RateLimited(Start.AddMinutes(1)), PairingPhase.CoolingDown, false },
        { new SessionReport.Unavailable(new GatewayUnavailable()), PairingPhase.GatewayUnavailable, false },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void Each_report_leads_to_its_phase_from_wherever_the_attempt_was(SessionReport report, PairingPhase? phase, bool ends)
    {
        foreach (var before in Live)
        {
            var attempt = In(before);
            attempt.Observe(report, Start.AddSeconds(1));

            attempt.Phase.Should().Be(phase ?? before, $"{report.GetType().Name} from {before}");
            (attempt.EndedAt is not null).Should().Be(ends);
            attempt.Altered.Should()
                .Be(attempt.Phase != before || ends || attempt.Artifacts.Qr is not null || attempt.CoolingUntil is not null
                    || attempt.Failure is not null);
        }
    }

    [Fact]
    public void Every_report_there_is_stands_in_that_table() =>
        Reports.Select(row => row[0].GetType()).Should()
            .BeEquivalentTo(typeof(SessionReport).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SessionReport))));

    [Fact]
    public void Begins_preparing_with_a_pending_start()
    {
        var attempt = PairingAttempt.Begin(new(Guid.Empty), new(Guid.Empty), new(Guid.Empty), null, PairingMethod.Code, 7, Start);

        (attempt.Phase, attempt.NeedsStart, attempt.Sequence, attempt.Method, attempt.IssuedOrUsed).Should()
            .Be((PairingPhase.Preparing, true, 7, PairingMethod.Code, false));
        attempt.Started(Start);
        (attempt.NeedsStart, attempt.Altered).Should().Be((false, true));
    }

    [Fact]
    public void The_same_report_twice_is_no_change()
    {
        foreach (var row in Reports.Where(row => !(bool)row[2]))
        {
            var report = (SessionReport)row[0];
            var first = In(PairingPhase.Preparing);
            first.Observe(report, Start.AddSeconds(1));
            var again = Reloaded(first);
            again.Observe(report, Start.AddSeconds(2));

            again.Altered.Should().BeFalse(report.GetType().Name);
            again.ChangedAt.Should().Be(first.ChangedAt);
        }
    }

    [Fact]
    public void Another_failure_in_the_same_phase_is_a_change()
    {
        var down = In(PairingPhase.GatewayUnavailable, failure: "GATEWAY_UNAVAILABLE");
        down.Observe(new SessionReport.Unavailable(new GatewayError("refused")), Start);
        (down.Failure, down.Altered).Should().Be(("GATEWAY_ERROR", true));

        var cooling = In(PairingPhase.CoolingDown, coolingUntil: Start.AddSeconds(60));
        cooling.Observe(new SessionReport.RateLimited(Start.AddSeconds(600)), Start);
        (cooling.CoolingUntil, cooling.Altered).Should().Be((Start.AddSeconds(600), true));
    }

    [Fact]
    public void A_failure_is_named_while_it_lasts()
    {
        var attempt = In(PairingPhase.AwaitingScan, new(Qr("a", 60), null));
        attempt.Observe(new SessionReport.Unavailable(new GatewayError("refused")), Start);
        attempt.Failure.Should().Be("GATEWAY_ERROR");
        attempt.Artifacts.Qr.Should().NotBeNull("what is live can still be scanned");

        attempt.Observe(new SessionReport.AwaitingUser(new(Qr("a", 60), null)), Start.AddSeconds(2));
        attempt.Failure.Should().BeNull();
    }

    [Fact]
    public void A_pairing_without_any_code_stalls_by_a_name_of_its_own_until_it_is_asked_for_anew()
    {
        foreach (var before in new[] { PairingPhase.Preparing, PairingPhase.GatewayUnavailable })
        {
            var attempt = In(before, failure: before == PairingPhase.Preparing ? null : "GATEWAY_UNAVAILABLE");
            attempt.Observe(new SessionReport.Exhausted(), Start);
            (attempt.Phase, attempt.Failure).Should().Be((PairingPhase.Stalled, "PAIRING_STALLED"));
            attempt.Observe(new SessionReport.Exhausted(), Start.AddSeconds(30));
            (attempt.EndedAt is null, attempt.Failure).Should().Be((false, "PAIRING_STALLED"));
        }

        var silent = In(PairingPhase.Preparing);
        silent.Observe(new SessionReport.Starting(), Start.AddSeconds(30));
        silent.Failure.Should().Be("PAIRING_STALLED", "thirty seconds without a code are the same");
        foreach (var used in new[] { In(PairingPhase.AwaitingScan, new(Qr("a", 60), null)), In(PairingPhase.Confirming) })
        {
            used.Observe(new SessionReport.Exhausted(), Start);
            (used.Phase, used.Failure).Should().Be((PairingPhase.Stalled, null));
        }
    }

    [Fact]
    public void A_phone_accepted_where_the_gateway_knows_it_and_not_where_a_socket_started_again()
    {
        foreach (var row in Reports)
        {
            var attempt = In(PairingPhase.AwaitingScan, new(Qr("a", 60), null));
            attempt.Observe((SessionReport)row[0], Start);
            attempt.PhoneAccepted.Should()
                .Be(row[0] is SessionReport.Linking or SessionReport.PasskeyRequired or SessionReport.Connected, row[0].GetType().Name);
        }

        var likely = In(PairingPhase.AwaitingScan, new(Qr("a", 60), null));
        likely.Observe(new SessionReport.Linking(Accepted: false), Start);
        (likely.Phase, likely.PhoneAccepted).Should().Be((PairingPhase.Confirming, false));
    }

    [Fact]
    public void What_cannot_be_used_any_more_is_not_shown()
    {
        foreach (var report in new SessionReport[] { new SessionReport.Exhausted(), new SessionReport.RateLimited(Start.AddMinutes(1)),
            new SessionReport.Idle() })
        {
            var attempt = In(PairingPhase.AwaitingScan, new(Qr("a", 60), Code("AAAA1111", 180)));
            attempt.Observe(report, Start);
            attempt.Artifacts.Should().Be(Artifacts.None, report.GetType().Name);
        }
    }

    [Fact]
    public void Each_new_artifact_counts_one_and_nothing_else_does()
    {
        var attempt = In(PairingPhase.Preparing);
        Artifacts[] offers =
        [
            new(Qr("a", 60), null), new(Qr("a", 60), null), new(Qr("b", 80), null), new(Qr("b", 80), Code("AAAA1111", 180)),
            new(null, Code("AAAA1111", 180)), Artifacts.None,
            new(Qr("c", 100), Code("BBBB2222", 200)),
        ];

        var sequences = offers.Select(offer =>
        {
            attempt.Observe(new SessionReport.AwaitingUser(offer), Start);
            return attempt.Sequence;
        });

        sequences.Should().Equal(1, 1, 2, 3, 3, 3, 4);
    }

    [Fact]
    public void The_sequence_never_decreases_and_never_skips_whatever_happens() =>
        Prop.ForAll(Gen.ArrayOf(Happening).ToArbitrary(), happenings =>
        {
            var (attempt, now) = (In(PairingPhase.Preparing, sequence: 5), Start);
            return happenings.All(happening =>
            {
                now += happening.After;
                var (before, shown) = (attempt.Sequence, attempt.Artifacts);
                happening.Happen(attempt, now);
                if (attempt.EndedAt is not null)
                    return attempt.Sequence >= before && attempt.Sequence <= before + 1;
                var isNew = (attempt.Artifacts.Qr is { } qr && qr != shown.Qr)
                    || (attempt.Artifacts.Code is { } code && code != shown.Code);
                return attempt.Sequence == before + (isNew ? 1 : 0);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_wish_ever_takes_a_live_code_away() =>
        Prop.ForAll(Gen.ArrayOf(Happening).ToArbitrary(),
            Gen.Elements<PairingMethod?>(null, PairingMethod.Qr, PairingMethod.Code).ToArbitrary(), ArbMap.Default.ArbFor<bool>(),
            (happenings, method, refresh) =>
        {
            var (attempt, now) = (In(PairingPhase.AwaitingScan, new(Qr("a", 60), Code("AAAA1111", 180))), Start);
            return happenings.All(happening =>
            {
                now += happening.After;
                happening.Happen(attempt, now);
                var (shown, pending) = (attempt.Artifacts, attempt.NeedsStart);
                attempt.Ask(method, refresh, now);
                return !shown.CodeLiveAt(now) || (attempt.Artifacts == shown && attempt.NeedsStart == pending);
            });
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData(PairingMethod.Qr, false)]
    [InlineData(PairingMethod.Qr, true)]
    [InlineData(PairingMethod.Code, true)]
    public void A_live_code_outlives_the_QR_code_beside_it(PairingMethod? method, bool refresh)
    {
        var attempt = In(PairingPhase.AwaitingScan, new(Qr("a", 60), Code("AAAA1111", 180)));

        attempt.Ask(method, refresh, Start.AddSeconds(61));

        attempt.Artifacts.Code!.Code.Characters.Should().Be("AAAA1111");
        attempt.NeedsStart.Should().BeFalse();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(9.999, false)]
    [InlineData(10, true)]
    [InlineData(59, true)]
    public void A_live_QR_code_is_renewed_on_request_after_ten_seconds(double after, bool renewed)
    {
        var attempt = In(PairingPhase.AwaitingScan, new(Qr("a", 60), null));

        attempt.Ask(null, refresh: true, Start.AddSeconds(after));

        attempt.NeedsStart.Should().Be(renewed);
        attempt.Phase.Should().Be(renewed ? PairingPhase.Preparing : PairingPhase.AwaitingScan);
        attempt.Artifacts.Should().Be(renewed ? Artifacts.None : new(Qr("a", 60), null));
        attempt.Altered.Should().Be(renewed);
    }

    [Fact]
    public void A_live_QR_code_is_kept_unless_asked_otherwise_and_a_dead_one_is_renewed_at_once()
    {
        var kept = In(PairingPhase.AwaitingScan, new(Qr("a", 60), null));
        kept.Ask(PairingMethod.Qr, refresh: false, Start.AddSeconds(59.999));
        kept.NeedsStart.Should().BeFalse();

        kept.Ask(PairingMethod.Qr, refresh: false, Start.AddSeconds(60));
        (kept.NeedsStart, kept.Method, kept.StartedAt).Should().Be((true, PairingMethod.Qr, Start.AddSeconds(60)));
    }

    [Fact]
    public void Asking_for_a_code_where_there_is_only_a_QR_code_starts_over()
    {
        var attempt = In(PairingPhase.AwaitingScan, new(Qr("a", 60), null));

        attempt.Ask(PairingMethod.Code, refresh: false, Start.AddSeconds(1));

        (attempt.NeedsStart, attempt.Method).Should().Be((true, PairingMethod.Code));
    }

    [Fact]
    public void A_pending_start_is_not_requested_twice()
    {
        var attempt = In(PairingPhase.AwaitingScan, new(Qr("a", 60), null));
        attempt.Ask(null, refresh: true, Start.AddSeconds(30));
        attempt.Ask(PairingMethod.Code, refresh: true, Start.AddSeconds(60));

        (attempt.Method, attempt.StartedAt).Should().Be((null, Start.AddSeconds(30)));
    }

    [Theory]
    [InlineData(PairingPhase.Confirming, false)]
    [InlineData(PairingPhase.Confirming, true)]
    [InlineData(PairingPhase.VerifyingNumber, false)]
    [InlineData(PairingPhase.VerifyingNumber, true)]
    [InlineData(PairingPhase.PasskeyRequired, false)]
    public void A_phone_that_has_accepted_is_not_interrupted(PairingPhase phase, bool refresh)
    {
        var attempt = In(phase);

        attempt.Ask(PairingMethod.Code, refresh, Start.AddMinutes(2));

        (attempt.NeedsStart, attempt.Phase, attempt.Altered).Should().Be((false, phase, false));
    }

    [Fact]
    public void A_pairing_stuck_at_a_passkey_can_be_started_over()
    {
        var attempt = In(PairingPhase.PasskeyRequired);

        attempt.Ask(null, refresh: true, Start.AddSeconds(20));

        attempt.NeedsStart.Should().BeTrue();
    }

    [Fact]
    public void A_live_code_does_not_block_starting_over_at_a_passkey()
    {
        var attempt = In(PairingPhase.Preparing);
        attempt.Observe(new SessionReport.AwaitingUser(new(Qr("a", 60), Code("ABCDEFGH", 180))), Start);
        attempt.Observe(new SessionReport.PasskeyRequired(), Start.AddSeconds(1));

        attempt.Ask(null, refresh: true, Start.AddSeconds(2));

        (attempt.NeedsStart, attempt.Artifacts).Should().Be((true, Artifacts.None));
    }

    [Fact]
    public void While_it_cools_nothing_is_started_and_after_that_it_is()
    {
        var attempt = In(PairingPhase.CoolingDown, coolingUntil: Start.AddSeconds(20));

        attempt.Ask(null, refresh: true, Start.AddSeconds(19.999));
        (attempt.NeedsStart, attempt.Phase).Should().Be((false, PairingPhase.CoolingDown));

        attempt.Ask(null, refresh: false, Start.AddSeconds(20));
        (attempt.NeedsStart, attempt.Phase).Should().Be((true, PairingPhase.Preparing));
    }

    public static TheoryData<SessionReport> Nothing =>
        [new SessionReport.Idle(), new SessionReport.Ended(DisconnectReason.Unknown), new SessionReport.Exhausted(),
            new SessionReport.Unavailable(new GatewayUnavailable())];

    [Theory]
    [MemberData(nameof(Nothing))]
    public void A_gateway_with_nothing_to_do_ends_a_cool_down_as_one(SessionReport report)
    {
        var attempt = In(PairingPhase.CoolingDown, coolingUntil: Start.AddSeconds(20));

        attempt.Observe(report, Start.AddSeconds(19));

        (attempt.Phase, attempt.CoolingUntil, attempt.EndedAt, attempt.Failed).Should()
            .Be((PairingPhase.CoolingDown, Start.AddSeconds(20), Start.AddSeconds(19), true));
    }

    [Fact]
    public void What_cools_is_the_method_that_was_asked_for_too_often()
    {
        var attempt = In(PairingPhase.Preparing);
        attempt.Cool(PairingMethod.Code, Start.AddMinutes(15), Start);
        (attempt.Phase, attempt.CoolingUntil, attempt.NeedsStart, attempt.EndedAt).Should()
            .Be((PairingPhase.CoolingDown, Start.AddMinutes(15), false, null));

        attempt.WouldStart(PairingMethod.Code, refresh: true, Start.AddMinutes(1)).Should().BeFalse();
        attempt.WouldStart(PairingMethod.Qr, refresh: false, Start.AddMinutes(1)).Should().BeTrue();
        attempt.WouldStart(null, refresh: false, Start.AddMinutes(1)).Should().BeTrue("it is a QR code first of all");

        attempt.Cool(PairingMethod.Qr, Start.AddMinutes(15), Start);
        attempt.WouldStart(null, refresh: true, Start.AddMinutes(1)).Should().BeFalse();
        attempt.WouldStart(PairingMethod.Code, refresh: false, Start.AddMinutes(1)).Should().BeTrue();
    }

    [Fact]
    public void What_a_gateway_limits_is_the_number_whatever_was_asked_for()
    {
        var attempt = In(PairingPhase.Preparing);
        attempt.Cool(PairingMethod.Code, Start.AddMinutes(1), Start);

        attempt.Observe(new SessionReport.RateLimited(Start.AddMinutes(2)), Start.AddSeconds(1));

        (attempt.Method, attempt.Altered).Should().Be((null, true));
        attempt.WouldStart(PairingMethod.Qr, refresh: false, Start.AddSeconds(2)).Should().BeFalse();
    }

    [Fact]
    public void An_attempt_that_waited_long_for_its_start_is_not_given_up_by_the_first_check()
    {
        var attempt = PairingAttempt.Begin(new(Guid.Empty), new(Guid.Empty), new(Guid.Empty), null, null, 0, Start);

        attempt.Started(Start.AddSeconds(60));
        attempt.Observe(new SessionReport.Starting(), Start.AddSeconds(60));
        attempt.EndedAt.Should().BeNull();

        attempt.Observe(new SessionReport.Starting(), Start.AddSeconds(90));
        attempt.Phase.Should().Be(PairingPhase.Stalled);
    }

    [Theory]
    [InlineData(PairingPhase.Preparing, 30, PairingPhase.Stalled)]
    [InlineData(PairingPhase.Stalled, 30, PairingPhase.Stalled)]
    [InlineData(PairingPhase.CoolingDown, 30, PairingPhase.CoolingDown)]
    [InlineData(PairingPhase.GatewayUnavailable, 30, PairingPhase.GatewayUnavailable)]
    [InlineData(PairingPhase.Confirming, 90, PairingPhase.Stalled)]
    [InlineData(PairingPhase.PasskeyRequired, 300, PairingPhase.PasskeyRequired)]
    [InlineData(PairingPhase.VerifyingNumber, 90, PairingPhase.Stalled)]
    public void Is_given_up_when_nothing_happens_for_long_enough(PairingPhase phase, int seconds, PairingPhase last)
    {
        var (early, late) = (In(phase), In(phase));

        early.Observe(new SessionReport.Starting(), Start.AddSeconds(seconds) - TimeSpan.FromTicks(1));
        late.Observe(new SessionReport.Starting(), Start.AddSeconds(seconds));

        (early.Phase, early.EndedAt).Should().Be((phase, null));
        (late.Phase, late.EndedAt, late.NeedsStart, late.Altered).Should().Be((last, Start.AddSeconds(seconds), false, true));
    }

    [Fact]
    public void The_thirty_seconds_count_from_the_end_of_the_last_live_artifact()
    {
        var offer = new Artifacts(Qr("a", 60), Code("AAAA1111", 180));
        var attempt = In(PairingPhase.AwaitingScan, offer);

        attempt.Observe(new SessionReport.AwaitingUser(offer), Start.AddSeconds(209));
        attempt.EndedAt.Should().BeNull();
        attempt.Observe(new SessionReport.AwaitingUser(offer), Start.AddSeconds(210));
        (attempt.Phase, attempt.EndedAt, attempt.Artifacts).Should().Be((PairingPhase.Stalled, Start.AddSeconds(210), Artifacts.None));
    }

    [Fact]
    public void A_phase_is_entered_once_and_not_again_after_it_was_stored()
    {
        var attempt = In(PairingPhase.AwaitingScan);
        attempt.Entered(PairingPhase.AwaitingScan).Should().BeFalse();

        attempt.Observe(new SessionReport.PasskeyRequired(), Start);
        attempt.Entered(PairingPhase.PasskeyRequired).Should().BeTrue();
        Reloaded(attempt).Entered(PairingPhase.PasskeyRequired).Should().BeFalse();
    }

    [Fact]
    public void It_failed_when_it_ended_without_success_and_not_before()
    {
        foreach (var last in Enum.GetValues<PairingPhase>())
        {
            var attempt = In(last);
            attempt.Failed.Should().BeFalse();
            attempt.End(last, Start);
            attempt.Failed.Should()
                .Be(last is PairingPhase.Stalled or PairingPhase.GatewayUnavailable or PairingPhase.CoolingDown or PairingPhase.NumberMismatch or PairingPhase.PasskeyRequired);
        }
    }

    [Fact]
    public void An_artifact_lasts_until_the_later_of_both()
    {
        Artifacts.None.LastsUntil.Should().BeNull();
        new Artifacts(Qr("a", 60), null).LastsUntil.Should().Be(Start.AddSeconds(60));
        new Artifacts(null, Code("AAAA1111", 180)).LastsUntil.Should().Be(Start.AddSeconds(180));
        new Artifacts(Qr("a", 60), Code("AAAA1111", 180)).LastsUntil.Should().Be(Start.AddSeconds(180));
        new Artifacts(Qr("a", 200), Code("AAAA1111", 180)).LastsUntil.Should().Be(Start.AddSeconds(200));
    }

    private sealed record Happens(TimeSpan After, Action<PairingAttempt, DateTimeOffset> Happen, string Name)
    {
        public override string ToString() => $"{Name} after {After}";
    }

    private static Gen<Happens> Happening =>
        from after in Gen.Choose(0, 40)
        from what in Gen.Choose(0, 9)
        from qr in Gen.Elements(null, Qr("a", 60), Qr("b", 80), Qr("c", 300))
        from code in Gen.Elements(null, Code("AAAA1111", 180), Code("BBBB2222", 400))
        select new Happens(TimeSpan.FromSeconds(after), (attempt, now) =>
            Act(what, attempt, new(qr, code), now), $"act {what} with {qr?.Payload} {code?.Code.Characters}");

    private static void Act(int what, PairingAttempt attempt, Artifacts offer, DateTimeOffset now)
    {
        switch (what)
        {
            case 0:
                attempt.Ask(null, refresh: true, now);
                break;
            case 1:
                attempt.Ask(PairingMethod.Code, refresh: false, now);
                break;
            case 2:
                attempt.Started(now);
                break;
            case 3:
                attempt.Observe(new SessionReport.Linking(), now);
                break;
            case 4:
                attempt.Observe(new SessionReport.Exhausted(), now);
                break;
            case 5:
                attempt.Observe(new SessionReport.Unavailable(new GatewayUnavailable()), now);
                break;
            case 6:
                attempt.Observe(new SessionReport.Starting(), now);
                break;
            default:
                attempt.Observe(new SessionReport.AwaitingUser(offer), now);
                break;
        }
    }

    private static QrArtifact Qr(string payload, int lives) => new(payload, Start.AddSeconds(lives));

    private static CodeArtifact Code(string characters, int lives) => new(new(characters), Start.AddSeconds(lives));

    private static PairingAttempt In(
        PairingPhase phase, Artifacts? artifacts = null, DateTimeOffset? coolingUntil = null, string? failure = null, int sequence = 0) =>
            PairingAttempt.FromStore(
        AttemptId.New(Start), TenantId.New(Start), NumberId.New(Start), null, null, phase, artifacts ?? Artifacts.None, sequence,
        needsStart: false, Start, Start, coolingUntil, failure, null);

    private static PairingAttempt Reloaded(PairingAttempt attempt) => PairingAttempt.FromStore(
        attempt.Id, attempt.Tenant, attempt.Number, attempt.Link, attempt.Method, attempt.Phase, attempt.Artifacts, attempt.Sequence,
        attempt.NeedsStart, attempt.StartedAt, attempt.ChangedAt,
        attempt.CoolingUntil, attempt.Failure, attempt.EndedAt);
}
