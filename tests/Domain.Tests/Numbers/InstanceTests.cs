using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Numbers;

/// <summary>Every move a number can and cannot make, and what a refusal says; that the database agrees is the store's test.</summary>
public sealed class InstanceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Start.AddMinutes(1);
    private static readonly PhoneNumber Number = PhoneNumber.Parse("+5511999999999")!.Value;

    public static TheoryData<InstanceState, InstanceState, string?> Moves => new()
    {
        { InstanceState.Close, InstanceState.Close, "NOTHING_TO_SCAN" },
        { InstanceState.Close, InstanceState.Connecting, null },
        { InstanceState.Close, InstanceState.Open, "NOTHING_TO_SCAN" },
        { InstanceState.Close, InstanceState.Removed, null },
        { InstanceState.Connecting, InstanceState.Close, null },
        { InstanceState.Connecting, InstanceState.Connecting, null },
        { InstanceState.Connecting, InstanceState.Open, null },
        { InstanceState.Connecting, InstanceState.Removed, null },
        { InstanceState.Open, InstanceState.Close, null },
        { InstanceState.Open, InstanceState.Connecting, "ALREADY_CONNECTED" },
        { InstanceState.Open, InstanceState.Open, "ALREADY_CONNECTED" },
        { InstanceState.Open, InstanceState.Removed, null },
        { InstanceState.Removed, InstanceState.Close, "NUMBER_NOT_FOUND" },
        { InstanceState.Removed, InstanceState.Connecting, "NUMBER_NOT_FOUND" },
        { InstanceState.Removed, InstanceState.Open, "NUMBER_NOT_FOUND" },
        { InstanceState.Removed, InstanceState.Removed, "NUMBER_NOT_FOUND" },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void Moves_as_the_table_says_or_stays_and_says_why(InstanceState from, InstanceState to, string? refusal)
    {
        var instance = In(from);

        var moved = to switch
        {
            InstanceState.Close => instance.Close(Later),
            InstanceState.Connecting => instance.BeginPairing(Later),
            InstanceState.Open => instance.Connect(Number, Later),
            InstanceState.Removed => instance.Remove(Later),
        };

        moved.Refusal?.Code.Should().Be(refusal);
        (moved.Refusal is null).Should().Be(refusal is null).And.Be(Instance.CanMove(from, to));
        instance.State.Should().Be(refusal is null ? to : from);
        instance.UpdatedAt.Should().Be(refusal is null ? Later : Start);
    }

    [Fact]
    public void The_table_names_every_pair_once()
    {
        var states = Enum.GetValues<InstanceState>();
        var pairs = Moves.Select(row => ((InstanceState)row[0], (InstanceState)row[1])).ToList();

        pairs.Should().OnlyHaveUniqueItems().And.HaveCount(states.Length * states.Length);
    }

    [Fact]
    public void Is_born_closed_and_unconnected()
    {
        var instance = Instance.Create(
            NumberId.New(Start), TenantId.New(Start), Number, DisplayName.Parse("Shop")!.Value, Provider.PilotStatus, Labels.None, Start);

        instance.State.Should().Be(InstanceState.Close);
        (instance.ConnectedNumber, instance.ConnectedAt).Should().Be((null, null));
        (instance.CreatedAt, instance.UpdatedAt).Should().Be((Start, Start));
    }

    [Fact]
    public void Connecting_keeps_the_number_that_was_asked_for_apart_from_the_one_that_came()
    {
        var (instance, scanned) = (In(InstanceState.Connecting), PhoneNumber.Parse("551199999999")!.Value);

        instance.Connect(scanned, Later);

        (instance.Number, instance.ConnectedNumber, instance.ConnectedAt).Should().Be((Number, scanned, Later));
    }

    [Fact]
    public void A_refused_connection_leaves_no_trace()
    {
        var instance = In(InstanceState.Close);

        instance.Connect(Number, Later);

        (instance.ConnectedNumber, instance.ConnectedAt).Should().Be((null, null));
    }

    private static Instance In(InstanceState state) => Instance.FromStore(
        NumberId.New(Start), TenantId.New(Start), Number, DisplayName.FromStore("Shop"), Provider.PilotStatus, Labels.None, state, null,
        null, default, null, Start, Start);
}
