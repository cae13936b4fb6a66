using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Gateways.Evolution;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>What a look means by what was seen before and when; asking the server and storing are not its business.</summary>
public sealed class EvolutionSessionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly PhoneNumber Phone = PhoneNumber.FromStore("5511988887777");

    [Fact]
    public void A_QR_code_and_its_pairing_code_live_45_seconds_from_the_first_sight_of_them()
    {
        var (first, session) = Opened().See(Offer("a", "AAAA1111"), At(2));
        var (again, _) = session.See(Offer("a", "AAAA1111"), At(40));

        first.Should().Be(again).And.Be(new SessionReport.AwaitingUser(new(new("a", At(47)), new(new("AAAA1111"), At(47)))));
        session.See(Offer("a", "AAAA1111"), At(47)).Report.Should().Be(new SessionReport.Starting(), "a dead QR code is not offered");
        session.See(Offer("b", "BBBB2222"), At(47)).Report.Should()
            .Be(new SessionReport.AwaitingUser(new(new("b", At(92)), new(new("BBBB2222"), At(92)))));
    }

    [Fact]
    public void Where_nothing_comes_it_is_opened_again_once_and_then_given_up()
    {
        var session = Opened();

        session.See(Nothing, At(9)).Report.Should().Be(new SessionReport.Starting());
        session.See(Nothing, At(10)).Report.Should().BeNull("null means: open it again");
        (session with { Restarts = 1 }).See(Nothing, At(10)).Report.Should().Be(new SessionReport.Exhausted());
    }

    [Fact]
    public void A_QR_code_that_is_not_replaced_is_the_same_silence()
    {
        var (_, session) = Opened().See(Offer("a"), At(0));

        session.See(Offer("a"), At(54)).Report.Should().Be(new SessionReport.Starting());
        session.See(Offer("a"), At(55)).Report.Should().BeNull();
        (session with { Restarts = 2 }).See(Offer("a"), At(55)).Report.Should().Be(new SessionReport.Exhausted());
    }

    [Fact]
    public void A_pairing_code_that_was_wanted_and_does_not_come_is_a_reason_to_open_again_once()
    {
        var (report, session) = Opened().See(Offer("a"), At(0));
        report.Should().BeOfType<SessionReport.AwaitingUser>();

        session.See(Offer("a"), At(10)).Report.Should().BeNull();
        (session with { Restarts = 1 }).See(Offer("a"), At(10)).Report.Should()
            .BeOfType<SessionReport.AwaitingUser>("a QR code is better than nothing");
        (session with { WantsCode = false }).See(Offer("a"), At(10)).Report.Should().BeOfType<SessionReport.AwaitingUser>();
    }

    [Fact]
    public void After_a_pairing_code_s_batch_it_is_opened_again_until_that_is_too_often()
    {
        var (_, session) = Opened().See(Offer("a", "AAAA1111"), At(0));

        session.See(new InstanceSnapshot.Closed(401), At(44)).Report.Should().BeNull();
        (session with { Restarts = 2 }).See(new InstanceSnapshot.Closed(401), At(44)).Report.Should().Be(new SessionReport.Exhausted());
        (session with { WantsCode = false }).See(new InstanceSnapshot.Closed(401), At(44)).Report.Should()
            .Be(new SessionReport.Exhausted());
        session.See(new InstanceSnapshot.Closed(403), At(44)).Report.Should().Be(new SessionReport.Ended(DisconnectReason.Banned));
    }

    [Fact]
    public void The_limit_of_QR_codes_is_notified_or_inferred_from_staying_closed()
    {
        var (_, session) = (Opened() with { WantsCode = false }).See(Offer("a"), At(0));

        (session with { EndCode = 428 }).See(new InstanceSnapshot.Closed(null), At(1)).Report.Should().Be(new SessionReport.Exhausted());
        (var report, session) = session.See(new InstanceSnapshot.Closed(null), At(1));
        report.Should().Be(new SessionReport.Starting(), "between two sockets it is closed as well");
        session.See(new InstanceSnapshot.Closed(null), At(10)).Report.Should().Be(new SessionReport.Starting());
        session.See(new InstanceSnapshot.Closed(null), At(11)).Report.Should().Be(new SessionReport.Exhausted());
        session.See(Offer("b"), At(11)).Next.ClosedAt.Should().BeNull();
    }

    [Theory]
    [InlineData(401, DisconnectReason.LoggedOut)]
    [InlineData(402, DisconnectReason.Banned)]
    [InlineData(403, DisconnectReason.Banned)]
    [InlineData(406, DisconnectReason.Banned)]
    [InlineData(440, DisconnectReason.Replaced)]
    public void An_open_session_that_closed_reports_why(int code, DisconnectReason reason)
    {
        var (report, session) = Opened().See(new InstanceSnapshot.Open(Phone), At(5));
        report.Should().Be(new SessionReport.Connected(Phone));

        session.See(new InstanceSnapshot.Closed(code), At(60)).Report.Should().Be(new SessionReport.Ended(reason));
        (session with { EndCode = code }).See(new InstanceSnapshot.Closed(null), At(60)).Report.Should()
            .Be(new SessionReport.Ended(reason), "its notification may say what its answer does not");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    public void An_open_session_that_is_closed_and_does_not_say_why_is_given_time(int? code)
    {
        var (_, session) = Opened().See(new InstanceSnapshot.Open(Phone), At(5));

        (var report, session) = session.See(new InstanceSnapshot.Closed(code), At(60));
        report.Should().Be(new SessionReport.Reconnecting());
        session.See(new InstanceSnapshot.Closed(code), At(69)).Report.Should().Be(new SessionReport.Reconnecting());
        session.See(new InstanceSnapshot.Closed(code), At(70)).Report.Should().Be(new SessionReport.Ended(DisconnectReason.Unknown));
        session.See(new InstanceSnapshot.Open(Phone), At(70)).Next.ClosedAt.Should().BeNull();
    }

    [Fact]
    public void An_open_session_that_connects_again_is_no_loss_and_one_that_is_gone_was_taken_away()
    {
        var (_, session) = Opened().See(new InstanceSnapshot.Open(Phone), At(5));

        session.See(Nothing, At(600)).Report.Should().Be(new SessionReport.Reconnecting());
        session.See(new InstanceSnapshot.Gone(), At(600)).Report.Should().Be(new SessionReport.Ended(DisconnectReason.RemovedByGateway));
    }

    [Fact]
    public void An_instance_that_vanishes_while_pairing_is_made_again_once()
    {
        Opened().See(new InstanceSnapshot.Gone(), At(5)).Report.Should().BeNull();
        (Opened() with { Restarts = 1 }).See(new InstanceSnapshot.Gone(), At(5)).Report.Should().Be(new SessionReport.Exhausted());
        foreach (var snapshot in new InstanceSnapshot[] { new InstanceSnapshot.Gone(), new InstanceSnapshot.Closed(401),
            new InstanceSnapshot.Closed(null) })
            EvolutionSession.Unremembered("pp-1", Start).See(snapshot, At(5)).Report.Should().Be(new SessionReport.Idle());
    }

    [Fact]
    public void Open_without_an_owner_waits_for_the_owner() =>
        Opened().See(new InstanceSnapshot.Open(null), At(5)).Report.Should().Be(new SessionReport.Linking());

    [Fact]
    public void A_socket_that_starts_again_proves_no_scan_and_is_shown_as_one_only_when_no_QR_code_follows_in_three_seconds()
    {
        var (_, session) = Opened().See(Offer("a"), At(0));
        session = session with { Reconnects = 1, ReconnectedAt = At(20) };

        foreach (var snapshot in new[] { Offer("a"), Nothing, new InstanceSnapshot.Closed(null) })
        {
            session.See(snapshot, At(20)).Report.Should()
                .Be(new SessionReport.Starting(), "the QR code of the lost socket is not shown anew");
            session.See(snapshot, At(22.9)).Report.Should().Be(new SessionReport.Starting());
            session.See(snapshot, At(23)).Report.Should().Be(new SessionReport.Linking(Accepted: false));
        }

        session.See(Offer("a"), At(109.9)).Report.Should().Be(new SessionReport.Linking(Accepted: false));
        session.See(Offer("a"), At(110)).Report.Should().Be(new SessionReport.Exhausted());
        session.See(Nothing, At(110)).Report.Should().Be(new SessionReport.Exhausted());
        session.See(new InstanceSnapshot.Open(Phone), At(111)).Report.Should().Be(new SessionReport.Connected(Phone));
    }

    [Theory]
    [InlineData(20.3)]
    [InlineData(22.9)]
    [InlineData(40)]
    public void A_new_QR_code_shows_that_nobody_is_being_linked(double seconds)
    {
        var (_, session) = (Opened() with { WantsCode = false }).See(Offer("a"), At(0));

        (var report, session) = (session with { Reconnects = 1, ReconnectedAt = At(20) }).See(Offer("b"), At(seconds));

        report.Should().BeOfType<SessionReport.AwaitingUser>().Which.Artifacts.Qr!.Payload.Should().Be("b");
        (session.ReconnectedAt, session.Reconnects).Should().Be((null, 0));
        session.See(Offer("b"), At(seconds + 44)).Report.Should().BeOfType<SessionReport.AwaitingUser>();
    }

    [Fact]
    public void A_storm_of_reconnects_is_no_scan()
    {
        var (_, session) = (Opened() with { WantsCode = false }).See(Offer("a"), At(0));
        session = session with { Reconnects = 4, ReconnectedAt = At(20) };

        session.See(Offer("a"), At(21)).Report.Should().BeOfType<SessionReport.AwaitingUser>();
        session.See(Offer("a"), At(55)).Report.Should().BeNull("what is left is silence");
    }

    private static readonly InstanceSnapshot Nothing = new InstanceSnapshot.Connecting(null, null);

    private static InstanceSnapshot.Connecting Offer(string payload, string? code = null) => new InstanceSnapshot.Connecting(payload, code);

    private static EvolutionSession Opened() =>
        new("pp-1", WantsCode: true, Start, null, null, 0, 0, null, null, null, null, null, Version: 1, Starting: false);

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
