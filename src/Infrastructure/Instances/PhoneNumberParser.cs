using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;
using PilotPairing.Application.Instances;
using Phone = PilotPairing.Domain.Numbers.PhoneNumber;

namespace PilotPairing.Infrastructure.Instances;

/// <summary>Knows the countries' trunk prefixes from libphonenumber's tables.</summary>
internal sealed partial class PhoneNumberParser : IPhoneNumberParser
{
    private const int Argentina = 54;
    private const int Mexico = 52;

    private readonly PhoneNumberUtil _plans = PhoneNumberUtil.GetInstance();

    public Phone? Parse(string? text, int fewest = Phone.Fewest)
    {
        if (Phone.Written(text) is not { } written)
            return null;
        return (WithoutTrunk(written) is { } shorter ? Phone.Of(shorter, fewest) : null) ?? Phone.Of(written, fewest);
    }

    /// <summary>Null when there is nothing to drop, or nothing is known of such numbers.</summary>
    private string? WithoutTrunk(string written)
    {
        try
        {
            // Until nothing is left to drop, so that what was read reads the same again.
            return Dropped(written) is { } shorter ? WithoutTrunk(shorter) ?? shorter : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private string? Dropped(string written)
    {
        var parsed = _plans.Parse("+" + written, null);
        var country = parsed.CountryCode;
        var national = written[country.ToString(CultureInfo.InvariantCulture).Length..];
        // The prefixes that Mexico gave up in 2019 are in the table no more.
        if (country == Mexico && MexicanTrunk().Match(national) is { Success: true } mexican)
            return Mexico + mexican.Groups[1].Value;
        // Some write Argentina's 9 for callers from abroad and the 15 of callers at home, too.
        if (country == Argentina && national is ['9', .. { Length: 12 } dialled]
            && _plans.Parse($"+{Argentina}{dialled}", null) is var domestic && _plans.IsValidNumber(domestic))
            return Digits(domestic);
        var digits = Digits(parsed);
        if (digits.Length >= written.Length || !_plans.IsPossibleNumber(parsed))
            return null;
        return _plans.IsValidNumber(AsWritten(country, national)) ? null : digits;
    }

    private string Digits(PhoneNumber number) => _plans.Format(number, PhoneNumberFormat.E164)[1..];

    /// <summary>The number that was written, if no digit of it is a trunk prefix.</summary>
    private static PhoneNumber AsWritten(int country, string national) => new PhoneNumber.Builder()
        .SetCountryCode(country)
        .SetNationalNumber(ulong.Parse(national, CultureInfo.InvariantCulture))
        .SetNumberOfLeadingZeros(national.Length - national.TrimStart('0').Length)
        .Build();

    [GeneratedRegex(@"^0(?:1|44|45)([2-9][0-9]{9})\z")]
    private static partial Regex MexicanTrunk();
}
