using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Wire;

// How enums and instants are spelled outside. The framework's own enum converter reads any case; the contract's spelling is exact.

public abstract class ExactEnumJsonConverter<T>(JsonNamingPolicy spelling) : JsonConverter<T>
    where T : struct, Enum
{
    private readonly FrozenDictionary<string, T> _values = Enum.GetValues<T>()
        .ToFrozenDictionary(value => spelling.ConvertName(value.ToString()), StringComparer.Ordinal);
    private readonly FrozenDictionary<T, JsonEncodedText> _names = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => JsonEncodedText.Encode(spelling.ConvertName(value.ToString())));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && _values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"must be one of {string.Join(", ", _values.Keys.Order(StringComparer.Ordinal))}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_names[value]);
}

public sealed class ProviderJsonConverter() : ExactEnumJsonConverter<Provider>(JsonNamingPolicy.SnakeCaseUpper);

/// <summary>The three states a client knows: a number that is gone is closed.</summary>
public sealed class StateJsonConverter : JsonConverter<InstanceState>
{
    private static readonly FrozenDictionary<string, InstanceState> Known = new Dictionary<string, InstanceState>
    {
        ["CLOSE"] = InstanceState.Close,
        ["CONNECTING"] = InstanceState.Connecting,
        ["OPEN"] = InstanceState.Open,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public override InstanceState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Known.TryGetValue(reader.GetString()!, out var state)
            ? state : throw new JsonException("must be one of CLOSE, CONNECTING, OPEN");

    public override void Write(Utf8JsonWriter writer, InstanceState value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value switch
        {
            InstanceState.Close or InstanceState.Removed => "CLOSE",
            InstanceState.Connecting => "CONNECTING",
            InstanceState.Open => "OPEN",
        });
}

public sealed class ReasonJsonConverter() : ExactEnumJsonConverter<DisconnectReason>(JsonNamingPolicy.SnakeCaseLower);

public sealed class StatusJsonConverter() : ExactEnumJsonConverter<LinkStatus>(JsonNamingPolicy.SnakeCaseLower);

public sealed class PhaseJsonConverter() : ExactEnumJsonConverter<PairingPhase>(JsonNamingPolicy.SnakeCaseLower);

/// <summary>ISO 8601 in UTC, milliseconds, ending in <c>Z</c>.</summary>
public sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value)
            ? value.ToUniversalTime() : throw new JsonException("must be an ISO 8601 time");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Written(value));

    public static string Written(DateTimeOffset value) => value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
