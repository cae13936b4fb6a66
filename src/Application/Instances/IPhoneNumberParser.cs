using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Instances;

/// <summary>
/// Reads a phone as people write it, and drops what only callers inside its country dial. It refuses nothing that
/// <see cref="PhoneNumber.Parse"/> takes: numbers of a plan it does not know stay as they were written.
/// </summary>
public interface IPhoneNumberParser
{
    /// <param name="fewest">As for <see cref="PhoneNumber.Parse"/>.</param>
    PhoneNumber? Parse(string? text, int fewest = PhoneNumber.Fewest);
}
