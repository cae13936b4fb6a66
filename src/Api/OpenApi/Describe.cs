using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PilotPairing.Api.Access;
using PilotPairing.Api.Transport;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.OpenApi;

/// <summary>Makes the generated description say what the contract says: names of operations, keys, every status with its codes.</summary>
internal static class Describe
{
    private const string Key = "apiKey";
    private const string KeyId = "apiKeyId";
    private static readonly Refusal[] OfEveryRoute = [new RateLimited(TimeSpan.FromSeconds(1)), new DatabaseUnavailable()];
    private static readonly Refusal[] OfEveryBody = [new ValidationFailed([]), new InvalidJson("the body must be a JSON object"), new BodyTooLarge(), new UnsupportedMediaType()];
    private static readonly Refusal[] OfEveryKeyedPost = [new ValidationFailed([]), new IdempotencyKeyReused(), new IdempotencyInProgress(null)];
    private static readonly FrozenDictionary<string, string> Sections = new Dictionary<string, string>
    {
        ["Access"] = "Keys and settings",
        ["Branding"] = "How a tenant's pages look",
        ["Deliveries"] = "What was delivered, and again",
        ["Embed"] = "Sessions of embedded surfaces",
        ["Hosted page"] = "What a link's page asks; the link's token is the only key",
        ["Links"] = "Pairing links, as their owner sees them",
        ["Numbers"] = "WhatsApp numbers",
        ["Templates"] = "How a link's message reads",
        ["Test mode"] = "A phone for programs",
        ["Webhooks"] = "Where events go",
    }.ToFrozenDictionary();

    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        openApi.ShouldInclude = description => description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true || description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        openApi.AddDocumentTransformer(Document);
        openApi.AddOperationTransformer(Operation);
        openApi.AddSchemaTransformer(Schemas.Mend);
        openApi.CreateSchemaReferenceId = Schemas.NameOf;
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
        var envelope = new Dictionary<string, IOpenApiSchema>
        {
            ["error"] = Text("For people"),
            ["code"] = Text("For programs; stable"),
            ["details"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Such as fields: what is wrong with each, by its name on the wire",
                Properties = new Dictionary<string, IOpenApiSchema> { ["fields"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Text("What is wrong with it") } },
                AdditionalProperties = new OpenApiSchema(),
            },
            ["requestId"] = Text("The response's x-request-id"),
        };
        document.AddComponent(nameof(ErrorEnvelope), new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "error", "code", "requestId" },
            Properties = envelope,
        });
        document.AddComponent(nameof(ProblemEnvelope), new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The same as RFC 9457, for clients that accept it",
            Required = new HashSet<string> { "type", "title", "status", "detail", "code", "requestId" },
            Properties = new Dictionary<string, IOpenApiSchema>(envelope.Where(member => member.Key != "error"))
            {
                ["type"] = Text("Always about:blank"),
                ["title"] = Text("The code"),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The response's status" },
                ["detail"] = Text("For people"),
            },
        });
        document.Tags = new HashSet<OpenApiTag>(Sections.Select(section => new OpenApiTag { Name = section.Key, Description = section.Value })
            .Where(section => document.Tags?.Any(used => used.Name == section.Name) == true));
        Examples.Add(document);
        return Task.CompletedTask;
    }

    private static Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var path = context.Description.RelativePath!;
        var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
        var keyed = metadata.NeedsKey();
        operation.OperationId = OperationId(context.Description.HttpMethod!, path);
        var purpose = Operations.Table.GetValueOrDefault(operation.OperationId);
        operation.Summary = purpose?.Summary;
        operation.Description = purpose?.More ?? purpose?.Summary;
        Parameters.Add(operation, purpose, isRepeatable: keyed && HttpMethods.IsPost(context.Description.HttpMethod!));
        if (operation.RequestBody is OpenApiRequestBody body && Examples.AllowsEmpty(body))
            body.Required = false;
        operation.Security = keyed ? [new() { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }] : [];
        if (keyed && metadata.GetMetadata<AnswersSecret>() is null)
            operation.Security.Add(new() { [new OpenApiSecuritySchemeReference(KeyId, context.Document)] = [] });

        var refusals = new List<Refusal>(OfEveryRoute);
        if (keyed)
            refusals.Add(new Unauthorized());
        if (keyed && HttpMethods.IsPost(context.Description.HttpMethod!))
            refusals.AddRange(OfEveryKeyedPost);
        if (metadata.GetMetadata<TenantKeyOnly>() is not null || metadata.GetMetadata<MakesNumbers>() is not null)
            refusals.Add(new NumberScopeNotAllowed());
        if (operation.RequestBody?.Content?.ContainsKey("application/json") == true)
            refusals.AddRange(OfEveryBody);
        if (metadata.GetMetadata<Answers>() is { } answers)
            refusals.AddRange(answers.Refusals);
        operation.Responses ??= [];
        foreach (var group in refusals.GroupBy(refusal => RefusalResult.StatusOf(refusal.Kind)).OrderBy(group => group.Key))
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = ErrorResponse(group, context.Document);
        Headers.Add(operation, keyed);
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
                    Examples = known.ToDictionary(refusal => refusal.Code, IOpenApiExample (refusal) => new OpenApiExample { Value = Specimen(refusal) }),
                },
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemEnvelope), document) },
            },
        };
    }

    private static JsonObject Specimen(Refusal refusal)
    {
        var specimen = new JsonObject { ["error"] = refusal.Text, ["code"] = refusal.Code, ["requestId"] = "req_0199a1b2c3d4" };
        if (refusal is ValidationFailed)
            specimen["details"] = new JsonObject { ["fields"] = new JsonObject { ["name"] = "is required" } };
        else if (refusal.Details is { } details)
            specimen["details"] = JsonSerializer.SerializeToNode(details, typeof(IReadOnlyDictionary<string, object?>), EnvelopeJson.Default);
        return specimen;
    }

    private static OpenApiSchema Text(string meaning) => new() { Type = JsonSchemaType.String, Description = meaning };

    /// <summary>Method and path without the version and braces, slashes as underscores.</summary>
    private static string OperationId(string method, string path)
    {
        var rest = (path.StartsWith("v1/", StringComparison.Ordinal) ? path[3..] : path).TrimEnd('/');
        return $"{method.ToLowerInvariant()}_{rest.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace('/', '_')}";
    }
}
