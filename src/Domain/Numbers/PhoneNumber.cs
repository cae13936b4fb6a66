using System.Text;
using System.Text.RegularExpressions;

namespace PilotPairing.Domain.Numbers;

/// <summary>A number in international form, digits only. Its text form is masked, so that a log line cannot leak it.</summary>
public readonly partial record struct PhoneNumber
{
    public const int Fewest = 10;

    /// <summary>Some countries' numbers are this short; phones that pair by QR code are not.</summary>
    public const int FewestAtMeta = 8;

    private const int Most = 15;
    private const int LongestText = 64;
    private const int ShownLast = 4;
    private const char NoBreak = '\u00a0';
    private const char Dot = '\u2022';

    private PhoneNumber(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>The form of webhooks: <c>+</c> and the digits.</summary>
    public string E164 => "+" + Digits;

    public string Masked => string.Concat("+", Digits.AsSpan(0, ShownFirst), "****", Digits.AsSpan(Digits.Length - ShownLast));

    private int ShownFirst => Math.Min(6, Digits.Length - 7);

    /// <summary>The digits in the oldest form of the phone's country, by which phones are compared: see <see cref="PhoneForms"/>.</summary>
    public string Same => PhoneForms.Oldest(Digits);

    /// <summary>The digits of every form of this phone.</summary>
    public IReadOnlyList<string> Forms => PhoneForms.All(Digits);

    /// <param name="fewest"><see cref="Fewest"/> for numbers paired by a phone, <see cref="FewestAtMeta"/> for numbers registered at
    /// Meta.</param>
    public static PhoneNumber? Parse(string? text, int fewest = Fewest) => Written(text) is { } digits ? Of(digits, fewest) : null;

    /// <summary>The digits of a text that is written like a phone, however many they are; else null.</summary>
    public static string? Written(string? text) =>
        text is { Length: <= LongestText } && WrittenPhone.Plain(text) is var plain && Punctuated().IsMatch(plain)
            ? string.Concat(plain.Where(char.IsAsciiDigit)) : null;

    /// <summary>Null when these are too few or too many digits, or begin with a zero, as no country code does.</summary>
    public static PhoneNumber? Of(string digits, int fewest = Fewest) =>
        digits.Length >= fewest && digits.Length <= Most && digits[0] != '0' ? new(digits) : null;

    /// <summary>Digits that were checked when they were stored.</summary>
    public static PhoneNumber FromStore(string digits) => new(digits);

    /// <summary>
    /// The same mask over another way to write the number, a dot for each digit it hides, and blanks that do not break for whatever parts
    /// groups; null when the text is another number.
    /// </summary>
    public string? MaskedAs(string written)
    {
        if (!string.Concat(written.Where(char.IsAsciiDigit)).Equals(Digits, StringComparison.Ordinal))
            return null;
        var (masked, at) = (new StringBuilder(), 0);
        foreach (var character in written)
        {
            var isHidden = at >= ShownFirst && at < Digits.Length - ShownLast;
            masked.Append(!char.IsAsciiDigit(character) ? character == '+' ? '+' : NoBreak : isHidden ? Dot : character);
            at += char.IsAsciiDigit(character) ? 1 : 0;
        }

        return masked.ToString();
    }

    public bool SamePhone(PhoneNumber other) => Same == other.Same;

    public override string ToString() => Masked;

    [GeneratedRegex(@"^ *\+?[0-9 .()-]+\z")]
    private static partial Regex Punctuated();
}
