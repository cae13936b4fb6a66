using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>WhatsApp's own form of an address: digits, perhaps a device, and a server.</summary>
internal static class Jid
{
    private const string Phones = "@s.whatsapp.net";

    /// <summary>Null for what is no phone, such as the ids that hide one.</summary>
    public static PhoneNumber? Phone(string? jid) =>
        jid is not null && jid.EndsWith(Phones, StringComparison.Ordinal) ? PhoneNumber.Parse(jid[..^Phones.Length].Split(':')[0]) : null;
}
