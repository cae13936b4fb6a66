using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Application.TestMode;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.TestMode;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(SimulateRequest))]
[JsonSerializable(typeof(SimulateLinkRequest))]
[JsonSerializable(typeof(SimulateResponse))]
internal sealed partial class TestModeWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default, new SimulatedEventJsonConverter(), new SimulatedLinkEventJsonConverter());
}

internal sealed class SimulatedEventJsonConverter() : ExactEnumJsonConverter<SimulatedEvent>(JsonNamingPolicy.SnakeCaseLower);

internal sealed class SimulatedLinkEventJsonConverter() : ExactEnumJsonConverter<SimulatedLinkEvent>(JsonNamingPolicy.SnakeCaseLower);
