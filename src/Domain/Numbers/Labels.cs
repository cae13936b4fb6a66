namespace PilotPairing.Domain.Numbers;

/// <summary>What the SaaS attached to a number or link; never interpreted, never shown to its customer.</summary>
public sealed record Labels(string? ExternalRef, IReadOnlyDictionary<string, string> Metadata)
{
    public static readonly Labels None = new(null, new Dictionary<string, string>());
}
