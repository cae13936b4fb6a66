using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Application.Statistics;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Statistics;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(PairingStatisticsResponse))]
internal sealed partial class StatisticsWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default, new FunnelGroupingJsonConverter());
}

internal sealed class FunnelGroupingJsonConverter() : ExactEnumJsonConverter<FunnelGrouping>(JsonNamingPolicy.SnakeCaseLower);
