using PilotPairing.Application.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>Knows no country's plan.</summary>
internal sealed class PlainPhones : IPhoneNumberParser
{
    public PhoneNumber? Parse(string? text, int fewest = PhoneNumber.Fewest) => PhoneNumber.Parse(text, fewest);
}
