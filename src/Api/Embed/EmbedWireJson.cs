using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;

namespace PilotPairing.Api.Embed;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(EmbedRelease))]
[JsonSerializable(typeof(EmbedSessionRequest))]
[JsonSerializable(typeof(EmbedSessionResponse))]
internal sealed partial class EmbedWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default);
}
