using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Access;
using PilotPairing.Api.Branding;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Embed;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Links;
using PilotPairing.Api.Messaging;
using PilotPairing.Api.Meta;
using PilotPairing.Api.Numbers;
using PilotPairing.Api.TestMode;
using PilotPairing.Api.Webhooks;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Json;

/// <summary>Every record of the wire, in and out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    Converters = [
        typeof(ProviderJsonConverter), typeof(StateJsonConverter), typeof(ReasonJsonConverter), typeof(StatusJsonConverter), typeof(PhaseJsonConverter), typeof(MethodJsonConverter),
        typeof(PolicyJsonConverter), typeof(MetaFlowJsonConverter), typeof(SimulatedEventJsonConverter), typeof(SimulatedLinkEventJsonConverter), typeof(PageReportJsonConverter), typeof(ModeJsonConverter), typeof(ScopeJsonConverter), typeof(InstantJsonConverter),
        typeof(DeliveryStatusJsonConverter), typeof(CategoryJsonConverter), typeof(MessageCodeJsonConverter), typeof(SendStatusJsonConverter), typeof(TextOrObjectJsonConverter), typeof(RawJsonConverter),
        typeof(LenientBooleanJsonConverter), typeof(OptionalMember), typeof(StorableTextJsonConverter)])]
[JsonSerializable(typeof(IReadOnlyList<NumberItemResponse>))]
[JsonSerializable(typeof(NumberDetailResponse))]
[JsonSerializable(typeof(EmbedRelease))]
[JsonSerializable(typeof(IReadOnlyList<LinkResponse>))]
[JsonSerializable(typeof(NumberRequest))]
[JsonSerializable(typeof(NumberPatch))]
[JsonSerializable(typeof(NumberItemResponse))]
[JsonSerializable(typeof(NumberCreatedResponse))]
[JsonSerializable(typeof(NumberStatusResponse))]
[JsonSerializable(typeof(ArtifactResponse))]
[JsonSerializable(typeof(DoneResponse))]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(LinkPatch))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(RotateResponse))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(PairingLinkRequest))]
[JsonSerializable(typeof(PairingLinkResponse))]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(LinkInfoResponse))]
[JsonSerializable(typeof(LinkStatusResponse))]
[JsonSerializable(typeof(BrandingResponse))]
[JsonSerializable(typeof(PairingSnapshot))]
[JsonSerializable(typeof(SimulateRequest))]
[JsonSerializable(typeof(SimulateLinkRequest))]
[JsonSerializable(typeof(SimulateResponse))]
[JsonSerializable(typeof(MetaNumberRequest))]
[JsonSerializable(typeof(MetaNumberResponse))]
[JsonSerializable(typeof(EmbeddedCompletionRequest))]
[JsonSerializable(typeof(CredentialsCompletionRequest))]
[JsonSerializable(typeof(MetaCompletionResponse))]
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
[JsonSerializable(typeof(TemplateRequest))]
[JsonSerializable(typeof(TemplateResponse))]
[JsonSerializable(typeof(IReadOnlyList<TemplateResponse>))]
[JsonSerializable(typeof(SendResponse))]
[JsonSerializable(typeof(NumberKeyRequest))]
[JsonSerializable(typeof(RegenerateRequest))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(IReadOnlyList<NumberKeyResponse>))]
[JsonSerializable(typeof(CallerResponse))]
[JsonSerializable(typeof(SettingsRequest))]
[JsonSerializable(typeof(SettingsResponse))]
[JsonSerializable(typeof(BrandingRequest))]
[JsonSerializable(typeof(TenantBrandingResponse))]
[JsonSerializable(typeof(LogoResponse))]
[JsonSerializable(typeof(EmbedSessionRequest))]
[JsonSerializable(typeof(EmbedSessionResponse))]
[JsonSerializable(typeof(ErrorEnvelope))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>What is read and written outside of HTML needs no escapes for it: phone numbers keep their plus.</summary>
    public static JsonSerializerOptions Wire => Text.Relaxed;

    /// <summary>Spelling comes from an options' converters, not from the context that resolves types.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Encoder = Wire.Encoder;
        options.NumberHandling = Wire.NumberHandling;
        foreach (var converter in Wire.Converters)
            options.Converters.Add(converter);
    }

    // Not in the context class: static members of a partial class are initialized in no defined order.
    private static class Text
    {
        public static readonly JsonSerializerOptions Relaxed = new(Default.Options) { Encoder = ReadableJson.Encoder };
    }
}

/// <summary>Clients of the original API send booleans as the strings "true" and "false" too.</summary>
internal sealed class LenientBooleanJsonConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String when reader.ValueTextEquals("true"u8) => true,
        JsonTokenType.String when reader.ValueTextEquals("false"u8) => false,
        _ => throw new JsonException("must be true or false"),
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>Text as JSON allows it but for U+0000, which PostgreSQL does not keep.</summary>
internal sealed class StorableTextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Checked(reader.GetString());

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Checked(reader.GetString())!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static string? Checked(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true ? throw new JsonException("must be text without U+0000") : text;
}
