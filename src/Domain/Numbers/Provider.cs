namespace PilotPairing.Domain.Numbers;

public enum Provider
{
    PilotStatus,
    Meta,
}
