using System.Text.RegularExpressions;

namespace PilotPairing.Domain.Numbers;

/// <summary>A number in international form, digits only. Its text form is masked, so that a log line cannot leak it.</summary>
public readonly partial record struct PhoneNumber
{
    /// <summary>Some countries' numbers are this short; phones that pair by QR code are not.</summary>
    public const int FewestAtMeta = 8;

    private PhoneNumber(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>The form of webhooks: <c>+</c> and the digits.</summary>
    public string E164 => "+" + Digits;

    public string Masked => string.Concat("+", Digits.AsSpan(0, Math.Min(6, Digits.Length - 7)), "****", Digits.AsSpan(Digits.Length - 4));

    /// <summary>
    /// The digits without the ones that carriers added and WhatsApp may or may not carry:
    /// Brazil's ninth digit, Mexico's 1 after 52, Argentina's 9 after 54.
    /// </summary>
    public string Same => Digits switch
    {
        { Length: 13 } when Digits.StartsWith("55", StringComparison.Ordinal) && Digits[4] == '9' => Digits.Remove(4, 1),
        { Length: 13 } when Digits.StartsWith("521", StringComparison.Ordinal) => Digits.Remove(2, 1),
        { Length: 13 } when Digits.StartsWith("549", StringComparison.Ordinal) => Digits.Remove(2, 1),
        _ => Digits,
    };

    /// <param name="shortest">10 for numbers paired by a phone, <see cref="FewestAtMeta"/> for numbers registered at Meta.</param>
    public static PhoneNumber? Parse(string? text, int shortest = 10)
    {
        if (text is null || text.Length > 64 || !Written().IsMatch(text))
            return null;

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length >= shortest && digits.Length <= 15 && digits[0] != '0' ? new(digits) : null;
    }

    /// <summary>Digits that were checked when they were stored.</summary>
    public static PhoneNumber FromStore(string digits) => new(digits);

    public bool SamePhone(PhoneNumber other) => Same == other.Same;

    public override string ToString() => Masked;

    [GeneratedRegex(@"^ *\+?[0-9 .()-]+\z")]
    private static partial Regex Written();
}
