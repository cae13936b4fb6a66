namespace PilotPairing.Application.Instances;

/// <summary>Bounds of what a client may attach to a number or a link.</summary>
internal static class Labelling
{
    private const int LongestExternalRef = 200;
    public const string NameRule = "must be a string of 1 to 120 characters without control characters";
    public const string NumberRule = "must be a string of 10 to 15 digits that begin with the country code, such as +5511999999999";
    public const string ExternalRefRule = "must be at most 200 characters, none of them NUL";
    public const string MetadataRule = "must be at most 50 pairs, keys up to 40 and values up to 500 characters, none of them NUL";
    private const int MostPairs = 50;
    private const int LongestKey = 40;
    private const int LongestValue = 500;

    public static bool Fits(string? externalRef) => externalRef is null || IsStorable(externalRef, LongestExternalRef);

    public static bool Fits(IReadOnlyDictionary<string, string>? metadata) =>
        metadata is null
        || (metadata.Count <= MostPairs
        && metadata.All(pair =>
            pair.Key.Length > 0 && IsStorable(pair.Key, LongestKey) && pair.Value is not null && IsStorable(pair.Value, LongestValue)));

    /// <summary>JSON can write a NUL, the database cannot.</summary>
    public static bool IsStorable(string text, int longest) => text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal);
}
