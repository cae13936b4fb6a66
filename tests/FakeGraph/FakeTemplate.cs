using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PilotPairing.FakeGraph;

/// <summary>A message template of a business account, in one language.</summary>
public sealed partial class FakeTemplate(string id, string name, string language)
{
    public string Id { get; } = id;

    /// <summary>A template is not renamed at Meta, but deleted and made again; to us both look the same.</summary>
    public string Name { get; set; } = name;

    public string Language { get; } = language;

    /// <summary>APPROVED, PENDING, REJECTED, PAUSED, DISABLED, …</summary>
    public string Status { get; set; } = "APPROVED";

    public string Category { get; set; } = "UTILITY";

    public string ParameterFormat { get; set; } = "POSITIONAL";

    public JsonArray Components { get; set; } = [];

    internal JsonObject Show() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["status"] = Status,
        ["category"] = Category,
        ["language"] = Language,
        ["parameter_format"] = ParameterFormat,
        ["components"] = Components.DeepClone(),
    };

    internal JsonObject? Component(string type) =>
        Components.OfType<JsonObject>()
            .FirstOrDefault(component => TextOf(component, "type").Equals(type, StringComparison.OrdinalIgnoreCase));

    internal IReadOnlyList<JsonObject> Buttons =>
        [.. (Component("BUTTONS")?["buttons"] as JsonArray)?.OfType<JsonObject>() ?? []];

    internal static IReadOnlyList<string> Variables(JsonObject? component) =>
        [.. Variable().Matches(component is null ? "" : TextOf(component, "text")).Select(match => match.Groups[1].Value).Distinct()];

    internal static string TextOf(JsonObject json, string member) => json[member]?.GetValue<string>() ?? "";

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Variable();
}
