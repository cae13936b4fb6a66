using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;

namespace PilotPairing.Api.Hosting;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ReadyResponse))]
internal sealed partial class HostingWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default);
}
