namespace PilotPairing.Domain.Operating;

/// <summary>What somebody types to sign in to the operations pages.</summary>
public readonly record struct OperatorPassword(string Value)
{
    public override string ToString() => "[operator password]";
}
