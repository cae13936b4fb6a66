using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Infrastructure.Embed;
using PilotPairing.Infrastructure.Instances;

namespace PilotPairing.Infrastructure.Wire;

/// <summary>The shapes of our jsonb columns.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(LinkTerms))]
[JsonSerializable(typeof(BrandingLayer))]
[JsonSerializable(typeof(SettingsRow))]
[JsonSerializable(typeof(SealedSession))]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(PendingCleanUp))]
internal sealed partial class StoredJson : JsonSerializerContext;
