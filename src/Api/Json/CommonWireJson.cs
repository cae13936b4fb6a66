using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Errors;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Json;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(DoneResponse))]
[JsonSerializable(typeof(ErrorEnvelope))]
internal sealed partial class CommonWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(
        Default, new ProviderJsonConverter(), new StateJsonConverter(), new ReasonJsonConverter(), new StatusJsonConverter(),
        new PhaseJsonConverter(), new InstantJsonConverter(), new RawJsonConverter(), new LenientBooleanJsonConverter(),
        new OptionalMember(), new StorableTextJsonConverter());
}
