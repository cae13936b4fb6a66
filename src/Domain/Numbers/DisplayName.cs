using System.Text;

namespace PilotPairing.Domain.Numbers;

/// <summary>What the SaaS calls a number; shown to its customer, kept out of logs.</summary>
public readonly record struct DisplayName
{
    private DisplayName(string value) => Value = value;

    public string Value { get; }

    public static DisplayName? Parse(string? text)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Any(char.IsControl))
            return null;
        return IsText(trimmed) && trimmed.EnumerateRunes().Count() <= 120 ? new(trimmed) : null;
    }

    public static DisplayName FromStore(string value) => new(value);

    public override string ToString() => "[name]";

    /// <summary>Half a surrogate pair is none, and the database would not take it.</summary>
    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsSurrogate(text[i]) ? 2 : 1)
        {
            if (char.IsSurrogate(text[i]) && !Rune.TryGetRuneAt(text, i, out _))
                return false;
        }

        return true;
    }
}
