using PilotPairing.Domain.Access;

namespace PilotPairing.Domain.Links;

/// <summary>Where a phone's page offers a link that opens WhatsApp itself: before the pairing code, after it, or not at all.</summary>
public enum ConnectInWhatsApp
{
    First,
    Second,
    Off,
}

/// <summary>A QR payload as a link that WhatsApp opens on the phone to be paired. The part behind # never reaches a server.</summary>
public static class DeviceLink
{
    public const string Prefix = "https://wa.me/settings/linked_devices#";
    private const string AppPrefix = "whatsapp://settings/linked_devices#";

    /// <summary>
    /// A simulated payload is the address of a simulated phone already; everything else leads to WhatsApp, whatever the gateway sent.
    /// </summary>
    public static string Of(string payload, TenantMode mode)
    {
        if (mode == TenantMode.Test || payload.StartsWith(Prefix, StringComparison.Ordinal))
            return payload;
        return Prefix + (payload.StartsWith(AppPrefix, StringComparison.Ordinal) ? payload[AppPrefix.Length..] : payload);
    }
}
