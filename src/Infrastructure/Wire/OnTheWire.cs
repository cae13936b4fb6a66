using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Infrastructure.Wire;

// How enums and instants are spelled outside; unknown spellings and numbers are refused.

public sealed class ProviderOnTheWire() : JsonStringEnumConverter<Provider>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false);

public sealed class StateOnTheWire() : JsonStringEnumConverter<InstanceState>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false);

public sealed class ReasonOnTheWire() : JsonStringEnumConverter<DisconnectReason>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

public sealed class StatusOnTheWire() : JsonStringEnumConverter<LinkStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

public sealed class PhaseOnTheWire() : JsonStringEnumConverter<PairingPhase>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>ISO 8601 in UTC, milliseconds, ending in <c>Z</c>.</summary>
public sealed class InstantOnTheWire : JsonConverter<DateTimeOffset>
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, System.Globalization.CultureInfo.InvariantCulture));
}
