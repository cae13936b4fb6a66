namespace PilotPairing.Testing;

/// <summary>The system's clock, wrong by as much: that of a node whose time is not kept.</summary>
public sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}
