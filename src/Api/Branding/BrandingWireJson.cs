using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;

namespace PilotPairing.Api.Branding;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(BrandingRequest))]
[JsonSerializable(typeof(TenantBrandingResponse))]
[JsonSerializable(typeof(LogoResponse))]
internal sealed partial class BrandingWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default);
}
