using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Links;

/// <summary>Which status a link can reach, and what it is at a moment; who moves it there is the store's business.</summary>
public sealed class PairingLinkTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start + PairingLink.DefaultLife;
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void Moves_from_and_to_as_in_this_table_and_no_other_way()
    {
        var allowed = new[]
        {
            (LinkStatus.Active, LinkStatus.Used), (LinkStatus.Active, LinkStatus.Expired), (LinkStatus.Active, LinkStatus.Revoked),
            (LinkStatus.Expired, LinkStatus.Active), (LinkStatus.Expired, LinkStatus.Revoked),
        };
        foreach (var from in Enum.GetValues<LinkStatus>())
        {
            foreach (var to in Enum.GetValues<LinkStatus>())
                PairingLink.CanMove(from, to).Should().Be(allowed.Contains((from, to)), $"{from} to {to}");
        }
    }

    [Fact]
    public void Expires_at_the_very_moment_without_anybody_writing_it_down()
    {
        var link = Stored(LinkStatus.Active);

        link.StatusAt(Start).Should().Be(LinkStatus.Active);
        link.StatusAt(End - Tick).Should().Be(LinkStatus.Active);
        link.StatusAt(End).Should().Be(LinkStatus.Expired);
        link.StatusAt(End + TimeSpan.FromDays(9)).Should().Be(LinkStatus.Expired);
    }

    [Theory]
    [InlineData(LinkStatus.Used)]
    [InlineData(LinkStatus.Expired)]
    [InlineData(LinkStatus.Revoked)]
    public void What_was_written_down_stays_whatever_the_clock_says(LinkStatus status)
    {
        Stored(status).StatusAt(Start).Should().Be(status);
        Stored(status).StatusAt(End).Should().Be(status);
    }

    [Fact]
    public void Shows_its_receipt_for_a_quarter_of_an_hour()
    {
        var link = Stored(LinkStatus.Used, usedAt: Start);

        link.ShowsReceiptAt(Start).Should().BeTrue();
        link.ShowsReceiptAt(Start + PairingLink.ReceiptLife - Tick).Should().BeTrue();
        link.ShowsReceiptAt(Start + PairingLink.ReceiptLife).Should().BeFalse();
        PairingLink.ReceiptLife.Should().Be(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void The_receipt_outlives_the_link_s_own_end() =>
        Stored(LinkStatus.Used, usedAt: End - Tick).ShowsReceiptAt(End + TimeSpan.FromMinutes(10)).Should().BeTrue();

    [Theory]
    [InlineData(LinkStatus.Active)]
    [InlineData(LinkStatus.Expired)]
    [InlineData(LinkStatus.Revoked)]
    public void Only_a_spent_link_has_a_receipt(LinkStatus status) =>
        Stored(status, usedAt: Start).ShowsReceiptAt(Start).Should().BeFalse();

    [Fact]
    public void A_spent_link_without_a_time_has_none() => Stored(LinkStatus.Used).ShowsReceiptAt(Start).Should().BeFalse();

    [Fact]
    public void Is_born_for_a_phone_with_its_number_or_for_Meta_without()
    {
        var phone = PairingLink.ForPhone(new(Guid.Empty), new(Guid.Empty), new(Guid.Empty), Hash, new(), Labels.None,
            TimeSpan.FromMinutes(5), Start);
        var meta = PairingLink.ForMeta(new(Guid.Empty), new(Guid.Empty), MetaFlow.Credentials, Hash, new(), Labels.None,
            TimeSpan.FromDays(30), Start);

        (phone.Provider, phone.MetaFlow, phone.Status, phone.ExpiresAt).Should()
            .Be((Provider.PilotStatus, null, LinkStatus.Active, Start.AddMinutes(5)));
        (meta.Provider, meta.MetaFlow, meta.Number, meta.ExpiresAt).Should()
            .Be((Provider.Meta, MetaFlow.Credentials, null, Start.AddDays(30)));
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(2_592_000, true)]
    [InlineData(2_592_001, false)]
    public void An_end_may_be_moved_between_five_minutes_and_thirty_days(int seconds, bool may) =>
        Stored(LinkStatus.Active).MayEndAt(Start.AddSeconds(seconds), Start).Should().Be(may);

    [Fact]
    public void The_thirty_days_begin_with_the_newest_token()
    {
        var later = Start.AddDays(29);

        Stored(LinkStatus.Active).MayEndAt(Start.AddDays(31), later).Should().BeFalse();
        Stored(LinkStatus.Active, rotatedAt: later).MayEndAt(Start.AddDays(59), later).Should().BeTrue();
        Stored(LinkStatus.Active, rotatedAt: later).MayEndAt(Start.AddDays(59) + Tick, later).Should().BeFalse();
    }

    private static TokenHash Hash => new(new byte[32]);

    private static PairingLink Stored(LinkStatus status, DateTimeOffset? usedAt = null, DateTimeOffset? rotatedAt = null) =>
        PairingLink.FromStore(
        LinkId.New(Start), TenantId.New(Start), NumberId.New(Start), Provider.PilotStatus, null, Hash, new(), Labels.None, status, Start,
        rotatedAt, End, usedAt);
}
