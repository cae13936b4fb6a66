using Microsoft.OpenApi;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.OpenApi;

/// <summary>
/// What can be described only when every schema exists: which members may not be null, and what those of a named type mean.
/// </summary>
internal static class MemberSchemas
{
    /// <summary>Members whose type the generator of the description would write out where they stand.</summary>
    private static readonly Dictionary<string, string> Named = new() { ["LinkPatch.branding"] = nameof(BrandingLayer) };

    public static void Mend(OpenApiDocument document)
    {
        foreach (var (name, component) in document.Components!.Schemas!)
        {
            if (component is not OpenApiSchema schema)
                continue;
            if (schema.Enum is { Count: > 0 } values)
                schema.Examples = [values[0].DeepClone()];
            foreach (var required in Field.RequiredOf(name))
            {
                (schema.Required ??= new HashSet<string>()).Add(required);
                schema.Properties![required] = NeverNull(schema.Properties[required]);
            }

            foreach (var (member, described) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                if (Named.GetValueOrDefault($"{name}.{member}") is { } type)
                    ((OpenApiSchema)described).OneOf = [Null(), new OpenApiSchemaReference(type, document)];
                if (described is OpenApiSchema { OneOf.Count: > 0, Description: null } choice && Field.Of(name, member) is { } field)
                    field.Describe(choice);
            }
        }
    }

    /// <summary>Generators of the older version know neither several examples nor a type that is null.</summary>
    public static void Downgrade(OpenApiDocument document)
    {
        foreach (var schema in All(document))
        {
            if (schema.OneOf is { Count: 2 } choices && choices.FirstOrDefault(IsNull) is { } none)
            {
                schema.AllOf = [choices.First(choice => choice != none)];
                schema.OneOf = null;
                schema.Type = JsonSchemaType.Null;
            }
        }
    }

    private static IOpenApiSchema NeverNull(IOpenApiSchema member)
    {
        if (member is not OpenApiSchema schema)
            return member;
        if (schema.Type is { } type)
            schema.Type = type & ~JsonSchemaType.Null;
        if (schema.OneOf?.Where(choice => !IsNull(choice)).ToList() is not { } choices)
            return schema;
        schema.OneOf = choices;
        return choices is [var only] ? only : schema;
    }

    private static OpenApiSchema Null() => new() { Type = JsonSchemaType.Null };

    private static bool IsNull(IOpenApiSchema schema) => schema.Type == JsonSchemaType.Null && schema is OpenApiSchema;

    private static IEnumerable<OpenApiSchema> All(OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(Used).Concat(document.Components!.Schemas!.Values)
            .SelectMany(Within);

    private static IEnumerable<IOpenApiSchema> Used(OpenApiOperation operation) =>
        from content in operation.Responses!.Values.Select(response => response.Content).Append(operation.RequestBody?.Content)
        from media in content?.Values ?? []
        where media.Schema is not null
        select media.Schema;

    private static IEnumerable<OpenApiSchema> Within(IOpenApiSchema one)
    {
        if (one is not OpenApiSchema schema)
            return [];
        var parts = (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Values.Concat(schema.OneOf ?? []);
        var elements = new[] { schema.Items, schema.AdditionalProperties }.OfType<IOpenApiSchema>();
        return parts.Concat(elements).SelectMany(Within).Prepend(schema);
    }
}
