using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PilotPairing.Api.Access;
using PilotPairing.Api.Messaging;
using PilotPairing.Api.Transport;
using PilotPairing.Application;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.OpenApi;

/// <summary>Makes the generated description say what the contract says: names of operations, keys, every status with its codes.</summary>
internal static class Describe
{
    private const string Key = "apiKey";
    private const string KeyId = "apiKeyId";
    private static readonly Refusal[] OfEveryRoute = [new RateLimited(TimeSpan.FromSeconds(1)), new DatabaseUnavailable()];
    private static readonly Refusal[] OfEveryBody = [new ValidationFailed([]), new InvalidJson(), new BodyTooLarge(), new UnsupportedMediaType()];

    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        openApi.ShouldInclude = description => description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true || description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        openApi.AddDocumentTransformer(Document);
        openApi.AddOperationTransformer(Operation);
        openApi.AddSchemaTransformer(Schema);
    });

    private static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "PilotPairing",
            Version = typeof(Describe).Assembly.GetName().Version!.ToString(3),
            Description = "Pairing links for WhatsApp numbers. Every error has the same envelope; branch on its code.",
            License = new() { Name = "See the repository" },
            Contact = new() { Name = "The operator of this installation" },
        };
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-api-key", Description = "A key of a tenant or of one number" },
            [KeyId] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-api-key-id", Description = "Names a key instead, where that is allowed" },
        };
        document.AddComponent(nameof(ErrorEnvelope), new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "error", "code", "requestId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["error"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "For people" },
                ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "For programs; stable" },
                ["details"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Such as fields, by their names on the wire" },
                ["requestId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The response's x-request-id" },
            },
        });
        document.Tags = new HashSet<OpenApiTag>(document.Tags?.OrderBy(tag => tag.Name, StringComparer.Ordinal) ?? Enumerable.Empty<OpenApiTag>());
        return Task.CompletedTask;
    }

    private static Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var path = context.Description.RelativePath!;
        var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
        var keyed = metadata.NeedsKey();
        operation.OperationId = OperationId(context.Description.HttpMethod!, path);
        operation.Summary ??= operation.OperationId;
        operation.Security = keyed ? [new() { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }] : [];
        if (keyed && metadata.GetMetadata<AnswersSecret>() is null)
            operation.Security.Add(new() { [new OpenApiSecuritySchemeReference(KeyId, context.Document)] = [] });

        var refusals = new List<Refusal>(OfEveryRoute);
        if (keyed)
            refusals.Add(new Unauthorized());
        if (metadata.GetMetadata<TenantKeyOnly>() is not null || metadata.GetMetadata<MakesNumbers>() is not null)
            refusals.Add(new NumberScopeNotAllowed());
        if (operation.RequestBody is not null)
            refusals.AddRange(OfEveryBody);
        if (metadata.GetMetadata<Answers>() is { } answers)
            refusals.AddRange(answers.Refusals);
        operation.Responses ??= [];
        foreach (var group in refusals.GroupBy(refusal => RefusalResult.StatusOf(refusal.Kind)).OrderBy(group => group.Key))
            operation.Responses[group.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = ErrorResponse(group, context.Document);
        return Task.CompletedTask;
    }

    private static OpenApiResponse ErrorResponse(IEnumerable<Refusal> refusals, OpenApiDocument? document)
    {
        var known = refusals.DistinctBy(refusal => refusal.Code).ToList();
        return new()
        {
            Description = string.Join(", ", known.Select(refusal => refusal.Code)),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchemaReference(nameof(ErrorEnvelope), document),
                    Examples = known.ToDictionary(refusal => refusal.Code, IOpenApiExample (refusal) => new OpenApiExample
                    {
                        Value = new JsonObject { ["error"] = refusal.Text, ["code"] = refusal.Code, ["requestId"] = "req_0199a1b2c3d4" },
                    }),
                },
            },
        };
    }

    /// <summary>What our converters write, which the generator cannot see into: enums, booleans, instants and lists of them.</summary>
    private static async Task Schema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var orNull = type == context.JsonTypeInfo.Type ? default : JsonSchemaType.Null;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Enum = [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, WireJson.Wire)!).DistinctBy(value => value.ToString())];
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
        {
            var member = type.GetGenericArguments()[0];
            var sent = await context.GetOrCreateSchemaAsync(Nullable.GetUnderlyingType(member) ?? member, cancellationToken: cancellationToken);
            // What has no type in its own description is text, which has a converter of ours as well.
            schema.Type = JsonSchemaType.Null | (sent.Type ?? JsonSchemaType.String);
            (schema.Format, schema.Properties) = (sent.Format, sent.Properties);
            if (sent.Items is not null)
                schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (type == typeof(bool))
        {
            schema.Type = JsonSchemaType.Boolean | orNull;
        }
        else if (type == typeof(TemplateText))
        {
            schema.OneOf = [new OpenApiSchema { Type = JsonSchemaType.String }, new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["text"] = new OpenApiSchema { Type = JsonSchemaType.String } } }];
        }
        else if (type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String | orNull, "date-time");
        }
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && schema.Items is null)
        {
            schema.Items = await context.GetOrCreateSchemaAsync(element, cancellationToken: cancellationToken);
        }
    }

    /// <summary>Method and path without the version and braces, slashes as underscores.</summary>
    private static string OperationId(string method, string path)
    {
        var rest = (path.StartsWith("v1/", StringComparison.Ordinal) ? path[3..] : path).TrimEnd('/');
        return $"{method.ToLowerInvariant()}_{rest.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace('/', '_')}";
    }
}
