using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PilotPairing.Application;
using PilotPairing.Domain;

namespace PilotPairing.Api.Json;

/// <summary>One member of a body. Of an object or a map every member that does not fit is named, and the rest is read without it.</summary>
internal sealed class WireMember(JsonSerializerOptions wire)
{
    internal readonly record struct Outcome(object? Value);

    /// <summary>Null when nothing of it can be read.</summary>
    public Outcome? Read(string name, JsonElement element, Type type, List<FieldError> faults)
    {
        try
        {
            if (Inside(element, type) is not { } inside)
                return new(element.Deserialize(wire.GetTypeInfo(type)));
            var sound = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(sound))
                Write(writer, name, element, inside, faults);
            return new(JsonSerializer.Deserialize(sound.WrittenSpan, wire.GetTypeInfo(type)));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            faults.Add(new(name,
                wrong.Message.StartsWith("must be", StringComparison.Ordinal)
                    ? wrong.Message.Split(" Path:")[0].TrimEnd('.', ' ') : Wanted(type)));
            return null;
        }
    }

    /// <summary>What would have fitted; types with a converter of their own say it themselves.</summary>
    private string Wanted(Type type) => wire.GetTypeInfo(Inner(type)) switch
    {
        { Kind: JsonTypeInfoKind.Enumerable, ElementType: var element } =>
            element == typeof(string) ? "must be an array of strings" : "must be an array",
        { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } => "must be an object",
        { Type: var plain } when plain == typeof(string) => "must be a string",
        _ => "must be a whole number",
    };

    /// <summary>How the members of an element are read, if it is to have some.</summary>
    private JsonTypeInfo? Inside(JsonElement element, Type type) =>
        element.ValueKind == JsonValueKind.Object
            && wire.GetTypeInfo(Inner(type)) is { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } info ? info : null;

    private static Type Inner(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GetGenericArguments()[0] : type;

    /// <summary>The members that fit; of duplicates the last stands.</summary>
    private void Write(Utf8JsonWriter writer, string name, JsonElement element, JsonTypeInfo info, List<FieldError> faults)
    {
        writer.WriteStartObject();
        foreach (var member in element.EnumerateObject().GroupBy(member => member.Name).Select(same => same.Last()))
        {
            var (path, type) = ($"{name}.{member.Name}",
                info.ElementType ?? info.Properties.FirstOrDefault(property => property.Name == member.Name)?.PropertyType);
            if (type is null)
                continue;
            if (Inside(member.Value, type) is { } inside)
            {
                writer.WritePropertyName(member.Name);
                Write(writer, path, member.Value, inside, faults);
            }
            else if (Read(path, member.Value, type, faults) is not null)
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText());
            }
        }

        writer.WriteEndObject();
    }
}
