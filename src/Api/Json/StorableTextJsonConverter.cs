using System.Text.Json;
using System.Text.Json.Serialization;

namespace PilotPairing.Api.Json;

/// <summary>Text as JSON allows it but for U+0000, which PostgreSQL does not keep.</summary>
internal sealed class StorableTextJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(reader.GetString());

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(reader.GetString())!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string? Checked(string? text) =>
        text?.Contains('\0', StringComparison.Ordinal) == true ? throw new JsonException("must be text without U+0000") : text;
}
