using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Pairing;

public interface ILinkTokens
{
    /// <summary>The token of a link that can still be used; null once it was wiped.</summary>
    Task<PairingToken?> Of(PairingLink link, CancellationToken cancellationToken);
}
