using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Links;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(IReadOnlyList<LinkResponse>))]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(LinkPatch))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(RotateResponse))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(PairingLinkRequest))]
[JsonSerializable(typeof(PairingLinkResponse))]
[JsonSerializable(typeof(BulkLinksRequest))]
[JsonSerializable(typeof(BulkLinksBody))]
[JsonSerializable(typeof(BulkLinksResponse))]
[JsonSerializable(typeof(LinkInfoResponse))]
[JsonSerializable(typeof(LinkStatusResponse))]
[JsonSerializable(typeof(BrandingResponse))]
internal sealed partial class LinksWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(
        Default, new PolicyJsonConverter(), new MetaFlowJsonConverter(), new PageReportJsonConverter(), new DeviceClassJsonConverter());
}

internal sealed class PolicyJsonConverter() : ExactEnumJsonConverter<NumberPolicy>(JsonNamingPolicy.SnakeCaseLower);

internal sealed class MetaFlowJsonConverter() : ExactEnumJsonConverter<MetaFlow>(JsonNamingPolicy.SnakeCaseLower);

internal sealed class PageReportJsonConverter() : ExactEnumJsonConverter<PageReport>(JsonNamingPolicy.SnakeCaseLower);

internal sealed class DeviceClassJsonConverter() : ExactEnumJsonConverter<DeviceClass>(JsonNamingPolicy.SnakeCaseLower);
