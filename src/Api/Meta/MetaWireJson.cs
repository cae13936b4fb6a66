using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;

namespace PilotPairing.Api.Meta;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(MetaNumberRequest))]
[JsonSerializable(typeof(MetaNumberResponse))]
[JsonSerializable(typeof(EmbeddedCompletionRequest))]
[JsonSerializable(typeof(CredentialsCompletionRequest))]
[JsonSerializable(typeof(MetaCompletionResponse))]
internal sealed partial class MetaWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default);
}
