using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>
/// The part of JSON Schema that our description uses. A keyword that is not known here fails, so that none is skipped unseen.
/// </summary>
internal sealed partial class JsonSchema(ApiDescription api)
{
    /// <summary>What is wrong with the value, each with its place; empty when it fits.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref":
                    Check(api.Resolve(schema), value, at, faults);
                    break;
                case "type":
                    Expect(rule.ValueKind == JsonValueKind.Array
                        ? rule.EnumerateArray().Any(type => Is(value, type.GetString()!)) : Is(value, rule.GetString()!),
                        $"is not of type {rule}");
                    break;
                case "enum":
                    Expect(rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)), $"is none of {rule}");
                    break;
                case "oneOf":
                    Expect(rule.EnumerateArray().Count(one => Check(one, value).Count == 0) == 1, $"fits not exactly one of {rule}");
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject().Where(member => rule.TryGetProperty(member.Name, out _)))
                        Check(rule.GetProperty(member.Name), member.Value, $"{at}.{member.Name}", faults);
                    if (!schema.TryGetProperty("additionalProperties", out _))
                        foreach (var member in value.EnumerateObject().Where(member => !rule.TryGetProperty(member.Name, out _)))
                            faults.Add($"{at}.{member.Name} is not described");
                    break;
                case "additionalProperties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject()
                        .Where(member => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(member.Name, out _)))
                        Check(rule, member.Value, $"{at}.{member.Name}", faults);
                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    foreach (var name in rule.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                        faults.Add($"{at}.{name} is missing");
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                        Check(rule, item, $"{at}[{index}]", faults);
                    break;
                case "minItems" when value.ValueKind == JsonValueKind.Array:
                    Expect(value.GetArrayLength() >= rule.GetInt32(), "has too few items");
                    break;
                case "maxItems" when value.ValueKind == JsonValueKind.Array:
                    Expect(value.GetArrayLength() <= rule.GetInt32(), "has too many items");
                    break;
                case "maxProperties" when value.ValueKind == JsonValueKind.Object:
                    Expect(value.EnumerateObject().Count() <= rule.GetInt32(), "has too many members");
                    break;
                case "minLength" when value.ValueKind == JsonValueKind.String:
                    Expect(CodePoints(value) >= rule.GetInt32(), "is too short");
                    break;
                case "maxLength" when value.ValueKind == JsonValueKind.String:
                    Expect(CodePoints(value) <= rule.GetInt32(), "is too long");
                    break;
                case "pattern" when value.ValueKind == JsonValueKind.String:
                    Expect(Regex.IsMatch(value.GetString()!, rule.GetString()!), $"does not match {rule}");
                    break;
                case "minimum" when value.ValueKind == JsonValueKind.Number:
                    Expect(value.GetDouble() >= rule.GetDouble(), $"is below {rule}");
                    break;
                case "maximum" when value.ValueKind == JsonValueKind.Number:
                    Expect(value.GetDouble() <= rule.GetDouble(), $"is above {rule}");
                    break;
                case "format":
                    Expect(HasFormat(value, rule.GetString()!), $"is no {rule}");
                    break;
                case "properties" or "additionalProperties" or "required" or "items" or "minItems" or "maxItems" or "maxProperties":
                case "minLength" or "maxLength" or "pattern" or "minimum" or "maximum":
                case "description" or "examples" or "example" or "title" or "default" or "contentMediaType":
                    break;
                default:
                    faults.Add($"{at}: the keyword {keyword.Name} is not understood by these tests");
                    break;
            }
        }

        void Expect(bool isSo, string otherwise)
        {
            if (!isSo)
                faults.Add($"{at} {otherwise}: {(value.GetRawText() is { Length: > 120 } text ? text[..120] + "…" : value.GetRawText())}");
        }
    }

    private static int CodePoints(JsonElement value) => value.GetString()!.EnumerateRunes().Count();

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static bool HasFormat(JsonElement value, string format) => (format, value.ValueKind) switch
    {
        ("date-time", JsonValueKind.String) =>
            Instant().IsMatch(value.GetString()!) && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _),
        ("uri", JsonValueKind.String) => Uri.TryCreate(value.GetString(), UriKind.Absolute, out _),
        ("int32", JsonValueKind.Number) => value.TryGetInt32(out _),
        ("int64", JsonValueKind.Number) => value.TryGetInt64(out _),
        ("date-time" or "uri" or "int32" or "int64" or "binary", _) => true,
        _ => false,
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\z")]
    private static partial Regex Instant();
}
