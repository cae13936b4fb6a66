using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PilotPairing.Api.Json;
using PilotPairing.Application;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Api.OpenApi;

/// <summary>Describes types with a converter of ours, which the generator cannot read, and adds what is known of each member.</summary>
internal static class Schemas
{
    /// <summary>A wrapper that distinguishes a sent member from an absent one, or holds any JSON, has no schema of its own.</summary>
    public static string? NameOf(JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(RawJson))
            return WebhookSchemas.Any;
        return IsOptional(plain) || plain == typeof(JsonElement) || plain.IsDefined(typeof(TextOrObjectAttribute), inherit: false)
            || plain == typeof(IFormFile) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
    }

    public static async Task Mend(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var orNull = type == context.JsonTypeInfo.Type && context.JsonPropertyInfo is not { IsGetNullable: true }
            ? default : JsonSchemaType.Null;
        if (type.IsEnum)
            Spell(schema, type, context.ApplicationServices.GetRequiredService<WireJson>().Options);
        else if (IsOptional(type))
            await Sent(schema, type.GetGenericArguments()[0], context, cancellationToken);
        else if (type == typeof(RawJson))
            WebhookSchemas.DescribeAny(schema);
        else if (type.IsDefined(typeof(TextOrObjectAttribute), inherit: false))
            schema.OneOf = [Text(),
                new OpenApiSchema { Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema> { ["text"] = Text() }, Required = new HashSet<string> { "text" } }];
        else if (type == typeof(string))
            schema.Type = JsonSchemaType.String | orNull;
        else if (type == typeof(JsonElement))
            schema.Type = JsonSchemaType.String;
        else if (type == typeof(bool))
            schema.Type = JsonSchemaType.Boolean | orNull;
        else if (type == typeof(DateTimeOffset))
            (schema.Type, schema.Format) = (JsonSchemaType.String | orNull, "date-time");
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Dictionary })
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && schema.Items is null)
            schema.Items = await context.GetOrCreateSchemaAsync(element, cancellationToken: cancellationToken);
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            LeaveOut(schema, context.JsonTypeInfo);
        if (context.JsonPropertyInfo is { } member && !type.IsEnum
            && (context.JsonTypeInfo.Kind != JsonTypeInfoKind.Object || IsOptional(type)))
            Field.Of(member.DeclaringType.Name, member.Name)?.Describe(schema);
    }

    /// <summary>A removed number is never shown. Whether a member may be null stands at the member, not at the type.</summary>
    private static void Spell(OpenApiSchema schema, Type type, JsonSerializerOptions wire)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Enum.GetValues(type).Cast<object>().Where(value => value is not InstanceState.Removed)
            .Select(value => JsonSerializer.SerializeToNode(value, type, wire)!).DistinctBy(value => value.ToString())];
    }

    private static async Task Sent(
        OpenApiSchema schema, Type member, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (member == typeof(BrandingLayer))
        {
            schema.Type = null;
            return;
        }

        var sent = await context.GetOrCreateSchemaAsync(Nullable.GetUnderlyingType(member) ?? member, cancellationToken: cancellationToken);
        schema.Type = JsonSchemaType.Null | (sent.Type ?? JsonSchemaType.String);
        schema.Format = sent.Format;
        schema.AdditionalProperties = member == typeof(Dictionary<string, string>)
            ? new OpenApiSchema { Type = JsonSchemaType.String } : null;
        schema.Items = sent.Items is null ? null : new OpenApiSchema { Type = JsonSchemaType.String };
    }

    /// <summary>A member that is left out instead of being null is not required, and never null.</summary>
    private static void LeaveOut(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            var attribute = member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false)
                .OfType<JsonIgnoreAttribute>().FirstOrDefault();
            if (attribute?.Condition == JsonIgnoreCondition.WhenWritingNull)
                schema.Required?.Remove(member.Name);
        }
    }

    /// <summary>A file under the name that the upload reads it by.</summary>
    public static OpenApiSchema Form() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "file" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["file"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = "binary",
                Description = "PNG, JPEG or WebP, at most 2 MB"
            }
        },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String, MaxLength = TemplateBody.Longest };

    private static bool IsOptional(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);
}
