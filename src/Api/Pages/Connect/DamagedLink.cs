using System.Text.RegularExpressions;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// An address as people and chats pass it on: a full stop, a bracket or a star of the sentence around it has become part of it.
/// </summary>
internal static partial class DamagedLink
{
    /// <summary>The token in front of the punctuation; null where there is none, or not the whole of it.</summary>
    public static string? Mended(string token) => Punctuated().Match(token) is { Success: true } found ? found.Groups[1].Value : null;

    [GeneratedRegex(@"\A(rp_[A-Za-z0-9_-]{43})[\p{P}\p{S}\p{Z}\p{Cf}]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Punctuated();
}
