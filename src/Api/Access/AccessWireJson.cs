using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Access;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(NumberKeyRequest))]
[JsonSerializable(typeof(RegenerateRequest))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(IReadOnlyList<NumberKeyResponse>))]
[JsonSerializable(typeof(CallerResponse))]
[JsonSerializable(typeof(SettingsRequest))]
[JsonSerializable(typeof(SettingsResponse))]
internal sealed partial class AccessWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default, new ModeJsonConverter(), new ScopeJsonConverter(), new ConnectInWhatsAppJsonConverter());
}

internal sealed class ModeJsonConverter() : ExactEnumJsonConverter<TenantMode>(JsonNamingPolicy.SnakeCaseLower);

internal sealed class ScopeJsonConverter() : ExactEnumJsonConverter<KeyScope>(JsonNamingPolicy.SnakeCaseLower);

internal sealed class ConnectInWhatsAppJsonConverter() : ExactEnumJsonConverter<ConnectInWhatsApp>(JsonNamingPolicy.SnakeCaseLower);
