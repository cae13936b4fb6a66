using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PilotPairing.Api.OpenApi;

/// <summary>What a member of the wire means, wherever it occurs.</summary>
/// <param name="Example">Null for one that examples leave out, or show as null where it must be there.</param>
internal sealed record Field(string Meaning, JsonNode? Example = null)
{
    /// <summary>Shown at the member alone, where the examples of whole bodies leave it out or show it as null.</summary>
    public JsonNode? Rare { get; init; }

    public int? Longest { get; init; }

    public int? Least { get; init; }

    public int? Most { get; init; }

    public int? FewestItems { get; init; }

    public int? MostItems { get; init; }

    public int? MostMembers { get; init; }

    public string? Pattern { get; init; }

    public string? Format { get; init; }

    public static Field? Of(string type, string name) =>
        FieldAttribute.Described.GetValueOrDefault((type, name)) ?? Fields.Table.GetValueOrDefault(name);

    public static IReadOnlyList<string> RequiredOf(string request) => RequestFields.Required.GetValueOrDefault(request) ?? [];

    public void Describe(OpenApiSchema schema)
    {
        schema.Description = Meaning;
        if ((Example ?? Rare) is { } example)
            schema.Examples = [example.DeepClone()];
        schema.Pattern = Pattern ?? schema.Pattern;
        schema.Format = Format ?? schema.Format;
        schema.MaxLength = Longest ?? schema.MaxLength;
        schema.MinItems = FewestItems ?? schema.MinItems;
        schema.MaxItems = MostItems ?? schema.MaxItems;
        schema.MaxProperties = MostMembers ?? schema.MaxProperties;
        schema.Minimum = Least?.ToString(CultureInfo.InvariantCulture) ?? schema.Minimum;
        schema.Maximum = Most?.ToString(CultureInfo.InvariantCulture) ?? schema.Maximum;
    }
}
