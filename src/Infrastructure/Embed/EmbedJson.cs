using System.Text.Json;
using System.Text.Json.Serialization;

namespace PilotPairing.Infrastructure.Embed;

/// <summary>What this module stores as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SealedSession))]
internal sealed partial class EmbedJson : JsonSerializerContext;
