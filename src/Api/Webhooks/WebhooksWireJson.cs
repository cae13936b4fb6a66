using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Application.Webhooks;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Webhooks;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(EndpointRequest))]
[JsonSerializable(typeof(EndpointResponse))]
[JsonSerializable(typeof(IReadOnlyList<EndpointResponse>))]
[JsonSerializable(typeof(EndpointPatch))]
[JsonSerializable(typeof(SecretResponse))]
[JsonSerializable(typeof(QueuedResponse))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(IReadOnlyList<LogResponse>))]
[JsonSerializable(typeof(IReadOnlyList<DeliveryResponse>))]
[JsonSerializable(typeof(IReadOnlyList<RawJson>))]
internal sealed partial class WebhooksWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(Default, new DeliveryStatusJsonConverter());
}

internal sealed class DeliveryStatusJsonConverter() : ExactEnumJsonConverter<DeliveryStatus>(JsonNamingPolicy.SnakeCaseUpper);
