using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;

namespace PilotPairing.Api.Connections;

/// <summary>What the routes that show a QR code or a pairing code refuse because of the gateway, for their description.</summary>
internal static class GatewayRefusals
{
    public static readonly Refusal[] OfConnect =
        [new GatewayError(""), new GatewayUnavailable(), new GatewayNotConfigured(), new GatewayNotActivated(), new PairingStalled(),
            PairingCooldown.Example];
}
