using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;

namespace PilotPairing.Infrastructure.Links;

/// <summary>What this module stores as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(LinkTerms))]
[JsonSerializable(typeof(BrandingLayer))]
internal sealed partial class LinkJson : JsonSerializerContext;
