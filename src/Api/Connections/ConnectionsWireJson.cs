using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Connections;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ArtifactResponse))]
[JsonSerializable(typeof(IssuedArtifactResponse))]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(PairingSnapshot))]
internal sealed partial class ConnectionsWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default, new MethodJsonConverter());
}

internal sealed class MethodJsonConverter() : ExactEnumJsonConverter<PairingMethod>(JsonNamingPolicy.SnakeCaseLower);
