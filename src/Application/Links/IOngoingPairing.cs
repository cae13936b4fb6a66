using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

/// <summary>What a link's owner can do to the pairing that is under way at its number.</summary>
internal interface IOngoingPairing
{
    Task<bool> Exists(IWork work, NumberId number);

    /// <summary>Ends the pairing that was started through this link, if there is one.</summary>
    Task End(IWork work, PairingLink link, Instance instance, DateTimeOffset now);
}
