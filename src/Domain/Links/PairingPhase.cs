namespace PilotPairing.Domain.Links;

/// <summary>What the hosted page shows.</summary>
public enum PairingPhase
{
    Ready,
    Preparing,
    AwaitingScan,
    Confirming,
    PasskeyRequired,
    VerifyingNumber,
    NumberMismatch,
    CoolingDown,
    GatewayUnavailable,
    Stalled,
    MetaWaiting,
    MetaRegistering,
    Connected,
    Expired,
}
