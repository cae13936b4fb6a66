namespace PilotPairing.Application.Numbers;

/// <summary>Bounds of what a client may attach to a number or a link.</summary>
internal static class Labelling
{
    public const int LongestExternalRef = 200;
    private const int MostPairs = 50;
    private const int LongestKey = 40;
    private const int LongestValue = 500;

    public static bool Fits(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null || (metadata.Count <= MostPairs && metadata.All(pair => pair.Key.Length is > 0 and <= LongestKey && pair.Value is { Length: <= LongestValue }));
}
