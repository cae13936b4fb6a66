using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>A webhook body: the original API's <c>event</c> and <c>data</c>, and what makes it a Standard Webhooks payload too.</summary>
internal sealed record NumberEventBody(string Event, NumberEventData Data, string Type, DateTimeOffset Timestamp, string SchemaVersion)
{
    public static NumberEventBody Of(NumberEvent happened)
    {
        var instance = happened.Instance;
        return new(
            happened.Type,
            new(
                happened.Id.ToString(), instance.Id.ToString(), instance.Id.ToString(), instance.Id.InstanceName, instance.Name.Value,
                instance.Number.E164,
                instance.ConnectedNumber?.E164, instance.Provider, instance.State, instance.State == InstanceState.Open,
                instance.Labels.ExternalRef, instance.Labels.Metadata,
                happened.Link?.ToString(), happened.Reason, happened.Scanned?.Masked,
                happened.OffersReconnect ? ReconnectUrl.Redacted : null, EventJson.SequenceMark, happened.At),
            happened.Type, happened.At, EventJson.SchemaVersion);
    }
}

internal sealed record NumberEventData(
    string Id, string NumberId, string InstanceId, string InstanceName, string Name, string Number,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ConnectedNumber,
    Provider Provider, InstanceState State, bool IsFullyConnected, string? ExternalRef, IReadOnlyDictionary<string, string> Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LinkId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DisconnectReason? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ScannedNumberMasked,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReconnectUrl,
    long Sequence, DateTimeOffset CreatedAt);

internal sealed record LinkEventBody(string Event, LinkEventData Data, string Type, DateTimeOffset Timestamp, string SchemaVersion)
{
    public static LinkEventBody Of(LinkEvent happened)
    {
        var link = happened.Link;
        return new(
            happened.Type,
            new(
                happened.Id.ToString(), link.Id.ToString(), link.Number?.ToString(), link.Provider, happened.Status, happened.Phase,
                happened.Reason, happened.Message?.ToString(), link.Labels.ExternalRef, link.Labels.Metadata, EventJson.SequenceMark,
                happened.At),
            happened.Type, happened.At, EventJson.SchemaVersion);
    }
}

internal sealed record LinkEventData(
    string Id, string LinkId, string? NumberId, Provider Provider, LinkStatus Status, PairingPhase Phase,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageId,
    string? ExternalRef, IReadOnlyDictionary<string, string> Metadata, long Sequence, DateTimeOffset CreatedAt);

internal sealed record TestEventBody(string Event, TestEventData Data, string Type, DateTimeOffset Timestamp, string SchemaVersion)
{
    public static TestEventBody Of(TestEvent test) => new(
        EventNames.WebhookTest, new(test.Id.ToString(), test.Endpoint.Id.ToString(), test.Endpoint.OnlyNumber?.ToString(), test.At),
        EventNames.WebhookTest, test.At, EventJson.SchemaVersion);
}

internal sealed record TestEventData(string Id, string WebhookId, string? NumberId, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(ProviderJsonConverter), typeof(StateJsonConverter), typeof(ReasonJsonConverter), typeof(StatusJsonConverter),
        typeof(PhaseJsonConverter), typeof(InstantJsonConverter)])]
[JsonSerializable(typeof(NumberEventBody))]
[JsonSerializable(typeof(LinkEventBody))]
[JsonSerializable(typeof(TestEventBody))]
internal sealed partial class EventJson : JsonSerializerContext
{
    public const string SchemaVersion = "3";

    /// <summary>No sequence is negative, so this number can only be the mark.</summary>
    public const long SequenceMark = long.MinValue;

    private static readonly string Written = $"\"sequence\":{SequenceMark}";

    /// <summary>The body with a control character, which no JSON text contains, where its sequence belongs.</summary>
    public static string Draft<T>(T body)
    {
        var text = Text(body);
        // The last one: what stands before it may be text of the tenant, what follows is ours.
        var at = text.LastIndexOf(Written, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), "\"sequence\":\u0001", text.AsSpan(at + Written.Length));
    }

    public static string Text<T>(T body) => JsonSerializer.Serialize(body, (JsonTypeInfo<T>)Spelling.Relaxed.GetTypeInfo(typeof(T))!);

    // Not in the context class: static members of a partial class are initialized in no defined order.
    private static class Spelling
    {
        public static readonly JsonSerializerOptions Relaxed = new(Default.Options) { Encoder = ReadableJson.Encoder };
    }
}
