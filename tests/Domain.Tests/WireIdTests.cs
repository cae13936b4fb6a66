using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Tests.Access;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Domain.Tests;

/// <summary>The written form of every id: that it reads back, sorts, and is refused in any other shape.</summary>
public sealed class WireIdTests
{
    private const string Known = "num_01kf0sdx1ebr69tk0fva1fv0bt";
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_is_written_reads_back() =>
        Prop.ForAll<Guid>(id => WireId.TryParse("num_", WireId.Format("num_", id), out var read) && read == id).QuickCheckThrowOnFailure();

    [Fact]
    public void Writes_a_prefix_and_26_lower_case_characters_without_look_alikes() =>
        Prop.ForAll<Guid>(id =>
            System.Text.RegularExpressions.Regex.IsMatch(WireId.Format("num_", id), @"^num_[0-7][0-9a-hjkmnp-tv-z]{25}\z"))
                .QuickCheckThrowOnFailure();

    [Fact]
    public void Sorts_as_the_uuids_do() =>
        Prop.ForAll<Guid, Guid>((a, b) =>
            Math.Sign(string.CompareOrdinal(WireId.Format("", a), WireId.Format("", b))) == Math.Sign(Bytes(a).SequenceCompareTo(Bytes(b))))
                .QuickCheckThrowOnFailure();

    [Fact]
    public void Later_ids_sort_behind_earlier_ones() =>
        Prop.ForAll<PositiveInt>(apart =>
            string.CompareOrdinal(NumberId.New(Now).ToString(), NumberId.New(Now.AddMilliseconds(apart.Get)).ToString()) < 0)
                .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "00000000000000000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", "7zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("00000000-0000-0000-0000-00000000001f", "0000000000000000000000000z")]
    public void Is_the_number_in_base_32(string id, string written) => WireId.Format("x_", Guid.Parse(id)).Should().Be("x_" + written);

    [Fact]
    public void Reads_a_known_one() => WireId.TryParse("num_", Known, out _).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("num_")]
    [InlineData("lnk_01kf0sdx1ebr69tk0fva1fv0bt")]
    [InlineData("NUM_01kf0sdx1ebr69tk0fva1fv0bt")]
    [InlineData("num_01KF0SDX1EBR69TK0FVA1FV0BT")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0b")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0btt")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0bt\n")]
    [InlineData(" num_01kf0sdx1ebr69tk0fva1fv0bt")]
    [InlineData("num_81kf0sdx1ebr69tk0fva1fv0bt")]
    [InlineData("num_z1kf0sdx1ebr69tk0fva1fv0bt")]
    [InlineData("num_-1kf0sdx1ebr69tk0fva1fv0bt")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0bi")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0bl")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0bo")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0bu")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0b\0")]
    [InlineData("num_01kf0sdx1ebr69tk0fva1fv0b٣")]
    [InlineData("019bc196-f42e-5e06-9d4c-0feda0fd817a")]
    public void Refuses_any_other_shape(string? text)
    {
        WireId.TryParse("num_", text, out var id).Should().BeFalse();
        id.Should().Be(Guid.Empty);
    }

    [Fact]
    public void One_written_id_is_one_id() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements("0123456789abcdefghjkmnpqrstvwxyzilouAZ-_ ".ToCharArray()), 26).ToArbitrary(), characters =>
        {
            var text = "num_" + new string(characters);
            return !WireId.TryParse("num_", text, out var id) || WireId.Format("num_", id) == text;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_kind_of_id_has_its_own_prefix()
    {
        string[] written =
        [
            $"{NumberId.New(Now)}", $"{LinkId.New(Now)}", $"{TenantId.New(Now)}", $"{EndpointId.New(Now)}", $"{EventId.New(Now)}",
            $"{DeliveryId.New(Now)}",
            $"{KeyId.Draw(new CountingRandom())}", $"{AttemptId.New(Now)}",
        ];

        written.Select(id => id[..(id.IndexOf('_', StringComparison.Ordinal) + 1)]).Should()
            .Equal("num_", "lnk_", "ten_", "wh_", "evt_", "dlv_", "key_", "att_");
        NumberId.New(Now).InstanceName.Should().MatchRegex("^pp-[0-9a-z]{26}$");
    }

    [Fact]
    public void A_key_id_is_all_chance() =>
        KeyId.Draw(new CountingRandom()).Value.Should().Be(Guid.Parse("01020304-0506-0708-090a-0b0c0d0e0f10"));

    private static ReadOnlySpan<byte> Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
