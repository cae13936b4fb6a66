using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

public interface ILinkUrls
{
    /// <summary>The URL of a link, with its secret in clear; null once the link cannot be used.</summary>
    Task<string?> Of(PairingLink link, CancellationToken cancellationToken);

    /// <summary>The token itself, for an answer that is rebuilt; null once the link cannot be used.</summary>
    Task<PairingToken?> Token(PairingLink link, CancellationToken cancellationToken);
}
