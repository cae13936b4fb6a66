using System.Text.Json;

namespace PilotPairing.Infrastructure.Http;

/// <summary>Reads what others sent: what is missing, or something else than it should be, is nothing and no exception.</summary>
internal static class LenientJson
{
    /// <summary>Undefined when it is not JSON.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public static JsonElement Member(JsonElement element, string member)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // The name of another member is an escaped half of a surrogate pair.
            return default;
        }
    }

    public static string? Text(JsonElement element, string member) => Text(Member(element, member));

    public static int? Number(JsonElement element, string member) =>
        Member(element, member) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static IEnumerable<string> Texts(JsonElement list) => Items(list).Select(Text).OfType<string>();

    public static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public static IEnumerable<JsonElement> Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(member => member.Value) : Enumerable.Empty<JsonElement>();

    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON and no text.
            return null;
        }
    }
}
