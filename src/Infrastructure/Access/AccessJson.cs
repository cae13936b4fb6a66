using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Infrastructure.Access;

/// <summary>What this module stores as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BrandingLayer))]
[JsonSerializable(typeof(SettingsRow))]
[JsonSerializable(typeof(StoredAnswer))]
internal sealed partial class AccessJson : JsonSerializerContext;
