namespace PilotPairing.Domain.Numbers;

/// <summary>
/// The countries whose phones WhatsApp may know by other digits than their owners give: carriers or the country added digits to
/// numbers that stayed with their people, and WhatsApp keeps old accounts under the old form. A pair that no row joins is two people.
/// </summary>
internal static class PhoneForms
{
    /// <summary>
    /// The length of a phone in its longer form; each row of the table also knows the shorter form, without the added digits.
    /// </summary>
    private const int LongLength = 13;

    private static readonly Row[] Table =
    [
        // Brazil: the ninth digit of mobile phones, behind the area code. Landlines, which begin with 2 to 5 there, never got it (Anatel):
        // 11 3333-4444 and 11 93333-4444 are two people.
        new("55", 4, "9", old => old[4] is not ('2' or '3' or '4' or '5')),
        // Mexico: the 1 of mobile phones, which the country gave up in 2019.
        new("52", 2, "1"),
        // Argentina: the 9 of mobile phones.
        new("54", 2, "9"),
        // Ivory Coast, 31 January 2021 (ARTCI): mobile numbers got their operator's prefix, and the second old digit tells the operator.
        // Numbers that began with 2 or 3 were fixed lines, whose prefixes are others.
        new("225", 3, "01", IsIvorianMobileOf("123")),
        new("225", 3, "05", IsIvorianMobileOf("456")),
        new("225", 3, "07", IsIvorianMobileOf("789")),
        // Benin, 30 November 2024 (ARCEP): every number got 01 in front.
        new("229", 3, "01"),
    ];

    /// <summary>The form without added digits, by which phones are compared.</summary>
    public static string Oldest(string digits) =>
        Table.Select(row => row.Shortened(digits)).FirstOrDefault(old => old is not null) ?? digits;

    /// <summary>Every way to write the phone, the oldest first.</summary>
    public static IReadOnlyList<string> All(string digits)
    {
        var oldest = Oldest(digits);
        return [oldest, .. Table.Select(row => row.Lengthened(oldest)).OfType<string>()];
    }

    private static Func<string, bool> IsIvorianMobileOf(string secondDigits) =>
        old => old[3] is not ('1' or '2' or '3') && secondDigits.Contains(old[4]);

    /// <param name="At">Where the digits were added.</param>
    /// <param name="Has">Which old numbers got them; null: all of the country's.</param>
    private sealed record Row(string Country, int At, string Added, Func<string, bool>? Has = null)
    {
        public string? Shortened(string digits) =>
            digits.Length == LongLength && IsOfCountry(digits) && string.CompareOrdinal(digits, At, Added, 0, Added.Length) == 0
            && digits.Remove(At, Added.Length) is var old && Has?.Invoke(old) != false
                ? old
                : null;

        public string? Lengthened(string old) =>
            old.Length == LongLength - Added.Length && IsOfCountry(old) && Has?.Invoke(old) != false ? old.Insert(At, Added) : null;

        private bool IsOfCountry(string digits) => digits.StartsWith(Country, StringComparison.Ordinal);
    }
}
