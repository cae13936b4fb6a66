using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Messaging;

/// <summary>The records of this module's bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(TemplateRequest))]
[JsonSerializable(typeof(MetaTemplateRequest))]
[JsonSerializable(typeof(TemplateResponse))]
[JsonSerializable(typeof(IReadOnlyList<TemplateResponse>))]
[JsonSerializable(typeof(SendResponse))]
internal sealed partial class MessagingWireJson : JsonSerializerContext
{
    public static WirePart Part() => new(
        Default, new CategoryJsonConverter(), new MessageCodeJsonConverter(), new SendStatusJsonConverter(),
        new TextOrObjectJsonConverter());
}

internal sealed class CategoryJsonConverter() : ExactEnumJsonConverter<TemplateCategory>(JsonNamingPolicy.SnakeCaseUpper);

internal sealed class MessageCodeJsonConverter() : ExactEnumJsonConverter<MessageCode>(JsonNamingPolicy.SnakeCaseUpper);

internal sealed class SendStatusJsonConverter() : ExactEnumJsonConverter<SendStatus>(JsonNamingPolicy.SnakeCaseLower);
