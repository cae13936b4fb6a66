using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Instances;

/// <summary>Writes a phone as people of its country write it. On pages only: the wire has <see cref="PhoneNumber.Masked"/>.</summary>
public interface IPhoneNumberFormatter
{
    /// <summary>The mask of the wire, in the groups of the number's country; ungrouped where its plan is not known.</summary>
    string Masked(PhoneNumber phone);
}
