using System.Globalization;
using System.Text;

namespace PilotPairing.Domain.Numbers;

/// <summary>Pasted phones carry characters that look like others or like nothing: they are read as what they look like.</summary>
internal static class WrittenPhone
{
    private const int FullWidthOffset = '！' - '!';

    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!IsInvisible(character))
                plain.Append(Alike(character));
        }

        return plain.ToString();
    }

    /// <summary>Soft hyphens, zero-width spaces and joiners, and what sets the direction of text.</summary>
    private static bool IsInvisible(char character) => character is
        '\u00AD' or '\u061C' or '\u2060' or '\uFEFF'
        or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static char Alike(char character) => character switch
    {
        >= '！' and <= '～' => (char)(character - FullWidthOffset),
        (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' => '-',
        _ => char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator ? ' ' : character,
    };
}
