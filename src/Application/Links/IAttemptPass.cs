using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>
/// What <c>connect</c> hands to the browser that pairs, and only to it: presenting it later shows the receipt's private parts.
/// Derived from the link under a key of ours, so that nothing is stored and every tab of one customer has the same.
/// </summary>
public interface IAttemptPass
{
    string For(LinkId link);

    bool Opens(LinkId link, string? pass);
}
