namespace PilotPairing.Domain.Links;

/// <summary>
/// How far a customer is with the official API's signup, which ends outside of our sight: unless somebody says how, the clock ends it.
/// </summary>
/// <param name="Phase"><see cref="PairingPhase.MetaWaiting"/> or <see cref="PairingPhase.MetaRegistering"/>.</param>
public readonly record struct MetaStep(PairingPhase Phase, DateTimeOffset At)
{
    /// <summary>How long Meta's dialog may stay open.</summary>
    public static readonly TimeSpan LongestDialog = TimeSpan.FromMinutes(15);

    /// <summary>A registration that takes longer was interrupted.</summary>
    public static readonly TimeSpan LongestRegistration = TimeSpan.FromMinutes(2);

    public PairingPhase? PhaseAt(DateTimeOffset now) =>
        now < At + (Phase == PairingPhase.MetaRegistering ? LongestRegistration : LongestDialog) ? Phase : null;
}
