using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Infrastructure.Branding;

/// <summary>What this module stores as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BrandingLayer))]
internal sealed partial class BrandingJson : JsonSerializerContext;
