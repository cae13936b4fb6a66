using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Application.Statistics;

namespace PilotPairing.Infrastructure.Statistics;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<FunnelFailure>))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
