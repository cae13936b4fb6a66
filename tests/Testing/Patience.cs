namespace PilotPairing.Testing;

public static class Patience
{
    /// <summary>Only what never comes is waited for so long: a machine may be slow and busy with other tests.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
}
