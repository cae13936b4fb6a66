using System.Text.Json;
using System.Text.Json.Serialization;

namespace PilotPairing.Infrastructure.Instances;

/// <summary>What this module stores as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(PendingCleanUp))]
internal sealed partial class InstanceJson : JsonSerializerContext;
