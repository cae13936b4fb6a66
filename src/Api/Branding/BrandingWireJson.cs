using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Branding;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(BrandingRequest))]
[JsonSerializable(typeof(TenantBrandingResponse))]
[JsonSerializable(typeof(LogoResponse))]
internal sealed partial class BrandingWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default, new FontFamilyJsonConverter());
}

internal sealed class FontFamilyJsonConverter() : ExactEnumJsonConverter<FontFamily>(JsonNamingPolicy.SnakeCaseLower);
