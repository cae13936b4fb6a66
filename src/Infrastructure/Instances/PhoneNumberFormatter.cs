using PhoneNumbers;
using PilotPairing.Application.Instances;
using Phone = PilotPairing.Domain.Numbers.PhoneNumber;

namespace PilotPairing.Infrastructure.Instances;

/// <summary>Knows the countries' groups from libphonenumber's tables.</summary>
internal sealed class PhoneNumberFormatter : IPhoneNumberFormatter
{
    private readonly PhoneNumberUtil _plans = PhoneNumberUtil.GetInstance();

    public string Masked(Phone phone) => Grouped(phone) is { } grouped ? phone.MaskedAs(grouped) ?? phone.Masked : phone.Masked;

    private string? Grouped(Phone phone)
    {
        try
        {
            return _plans.Format(_plans.Parse(phone.E164, null), PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
