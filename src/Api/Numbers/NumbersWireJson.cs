using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;

namespace PilotPairing.Api.Numbers;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(IReadOnlyList<NumberItemResponse>))]
[JsonSerializable(typeof(NumberDetailResponse))]
[JsonSerializable(typeof(NumberRequest))]
[JsonSerializable(typeof(NumberPatch))]
[JsonSerializable(typeof(NumberItemResponse))]
[JsonSerializable(typeof(NumberCreatedResponse))]
[JsonSerializable(typeof(NumberStatusResponse))]
internal sealed partial class NumbersWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default);
}
