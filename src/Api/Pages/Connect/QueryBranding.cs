using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// What a URL may change on the page: its appearance only. Anybody who forwards a link can write its query, so nothing of it is trusted,
/// nothing leads anywhere, and what is invalid counts as absent.
/// </summary>
internal static partial class QueryBranding
{
    private const int LongestName = 60;
    private const int LongestSubtitle = 120;

    /// <param name="knownImages">The images that the link or its tenant chose; others are not shown.</param>
    public static BrandingLayer Read(IQueryCollection query, params IReadOnlyCollection<string> knownImages)
    {
        return new()
        {
            PrimaryColor = Color(query["primaryColor"]),
            BackgroundColor = Color(query["backgroundColor"]),
            CompanyName = PlainText(query["companyName"], LongestName),
            Subtitle = PlainText(query["subtitle"], LongestSubtitle),
            CardColor = Color(query["cardColor"]),
            CornerRadius = int.TryParse(query["cornerRadius"], NumberStyles.None, CultureInfo.InvariantCulture, out var corner)
                && corner <= BrandingLayer.LargestCornerRadius ? corner : null,
            FontFamily = Enum.GetValues<FontFamily>().Cast<FontFamily?>().FirstOrDefault(family =>
                query["fontFamily"] == JsonNamingPolicy.SnakeCaseLower.ConvertName(family.ToString()!)),
            LogoUrl = Known("logoUrl"),
            LogoUrlDark = Known("logoUrlDark"),
            FaviconUrl = Known("faviconUrl"),
            HidePilotStatusBranding = query["hidePilotStatusBranding"].ToString() switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                _ => null,
            },
        };

        string? Known(string name) => query[name].ToString() is var url && knownImages.Contains(url) ? url : null;
    }

    /// <summary><c>light</c> or <c>dark</c>; null leaves it to the device.</summary>
    public static string? Theme(IQueryCollection query) =>
        query["theme"].ToString() is "light" or "dark" ? query["theme"].ToString() : null;

    private static string? Color(string? text)
    {
        var written = text is { Length: 6 } ? "#" + text : text;
        return Rgb.Parse(written)?.ToString();
    }

    private static string? PlainText(string? text, int longest)
    {
        var trimmed = text?.Trim() ?? "";
        var fits = trimmed.Length > 0 && trimmed.EnumerateRunes().Count() <= longest && !trimmed.EnumerateRunes().Any(IsHidden)
            && !Address().IsMatch(trimmed);
        return fits ? trimmed : null;
    }

    /// <summary>Control, bidirectional, zero-width and private characters can make a text look like another one.</summary>
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    /// <summary>With the full stops that browsers take for dots, and the leader that people do.</summary>
    [GeneratedRegex(@"://|^www[.。．｡․]|@|[\p{L}\p{N}][.。．｡․]\p{L}{2,}", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
