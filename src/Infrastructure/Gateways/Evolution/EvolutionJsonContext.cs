using System.Text.Json.Serialization;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <param name="Qrcode">Whether creating opens the socket too, which takes it five seconds; opening by "connect" takes two.</param>
internal sealed record CreateInstance(string InstanceName, string Integration, bool Qrcode, WebhookOfInstance Webhook)
{
    public const string Baileys = "WHATSAPP-BAILEYS";
}

/// <param name="Events">Never left out: without it the whole creation fails, and empty means every event there is.</param>
internal sealed record WebhookOfInstance(
    string Url, bool ByEvents, bool Base64, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Events);

internal sealed record SendTextMessage(string Number, string Text, bool LinkPreview);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CreateInstance))]
[JsonSerializable(typeof(SendTextMessage))]
internal sealed partial class EvolutionJsonContext : JsonSerializerContext;
