using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Access;

/// <summary>
/// A number key follows the link it made to that link's number, and goes back if the link dies unused. A key may follow several
/// links in a row; each way back leads to where it stood before.
/// </summary>
public interface IKeyMoves
{
    /// <summary>For good: the number was made without a link that could die.</summary>
    void Follow(Caller caller, NumberId to);

    /// <param name="to">Null for the official API, whose number is known at completion: see <see cref="Arrive"/>.</param>
    void Begin(Caller caller, LinkId link, NumberId? to, DateTimeOffset now);

    /// <summary>The link of the official API got its number: its key goes there.</summary>
    void Arrive(PairingLink link, NumberId number);

    /// <summary>The number connected: its keys stay.</summary>
    void Complete(NumberId number);

    /// <summary>A rotated key goes the same ways as its predecessor.</summary>
    void Inherit(KeyId old, KeyId successor);

    /// <summary>These links died unused.</summary>
    Task TurnBack(IReadOnlyCollection<LinkId> links);

    /// <summary>The number is removed: keys that only followed a link to it go back, its own die.</summary>
    Task End(TenantId tenant, NumberId number, DateTimeOffset now);
}
