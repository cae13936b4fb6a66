using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using PilotPairing.Application;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>
/// Fingerprints of what every node must be given alike. They are made with the encryption keys, so that a reader of the database
/// cannot try passwords on them.
/// </summary>
internal static class SettingFingerprints
{
    private const int Bytes = 12;

    /// <summary>A section, or one setting of it; what may differ from process to process is not among them.</summary>
    private static readonly string[] Shared =
    [
        "Access", "Branding", "Encryption", "Gateways", "Meta", "Ops", "Pairing", "PairingBudget", "Retention", "Tenants",
        "Webhooks:AllowedInsecureHosts", "Webhooks:AllowedPrivateNetworks", "Webhooks:PerTenant",
    ];

    /// <summary>A path on the machine.</summary>
    private const string Local = ":WhatsAppCertificate";

    public static NodeSettings Of(IConfiguration configuration, IPublicAddress address)
    {
        var settings = Shared.SelectMany(section => Leaves(configuration.GetSection(section)))
            .GroupBy(setting => Name(setting.Path), setting => setting.Value!, StringComparer.OrdinalIgnoreCase)
            .Where(setting => !setting.Key.EndsWith(Local, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(setting => setting.Key, setting => string.Join('\n', setting), StringComparer.Ordinal);
        settings["PublicUrl"] = address.PublicUrl;
        settings["ConnectUrl"] = address.ConnectUrl;
        settings["ConnectUrls"] = string.Join('\n', address.ConnectUrls.Skip(1).Order(StringComparer.Ordinal));
        var key = Encoding.UTF8.GetBytes(settings.GetValueOrDefault(SettingDifferences.Keys) ?? "");
        return new(settings.ToDictionary(setting => setting.Key, setting => Fingerprint(key, $"{setting.Key}\n{setting.Value}")));
    }

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section) =>
        section.Value is not null ? [section] : section.GetChildren().SelectMany(Leaves);

    /// <summary>A list is one setting: its entries have no names of their own.</summary>
    private static string Name(string path) => string.Join(':', path.Split(':').TakeWhile(part => !part.All(char.IsAsciiDigit)));

    private static string Fingerprint(byte[] key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));
}
