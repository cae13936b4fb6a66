using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.OpenApi;

namespace PilotPairing.Api.Messaging;

/// <summary>Written as a string or as an object with a <c>text</c>; returned as a string.</summary>
[TextOrObject]
internal sealed record TemplateText(string Text);

internal sealed class TextOrObjectJsonConverter : JsonConverter<TemplateText>
{
    public override TemplateText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
                return new(text.Deserialize<string>(options)!);
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            return new(JsonSerializer.Deserialize<string>(ref reader, options)!);
        }

        throw new JsonException("must be text, or an object with a text");
    }

    public override void Write(Utf8JsonWriter writer, TemplateText value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
