using PilotPairing.Application.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>What the installation decides for the hosted page, where a tenant does not.</summary>
public sealed record PairingPageDefaults(ConnectInWhatsApp ConnectInWhatsApp)
{
    public ConnectInWhatsApp PlacementFor(TenantSettings settings) => settings.ConnectInWhatsApp ?? ConnectInWhatsApp;
}

/// <summary>The link that opens WhatsApp on the phone to be paired, for the newest QR code.</summary>
public sealed class DeviceLinks(ITenantDirectory tenants, PairingPageDefaults defaults)
{
    /// <summary>Null where the tenant does not offer it, or there is no QR code.</summary>
    public async ValueTask<string?> Of(PairingLink link, QrArtifact? qr, CancellationToken cancellationToken)
    {
        if (qr is null || !link.Terms.Methods.Contains(PairingMethod.Qr)
            || await tenants.Find(link.Tenant, cancellationToken) is not { } tenant)
            return null;
        return defaults.PlacementFor(await tenants.SettingsOf(tenant.Id, cancellationToken)) == ConnectInWhatsApp.Off
            ? null : DeviceLink.Of(qr.Payload, tenant.Mode);
    }
}
