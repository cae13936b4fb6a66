using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.OpenApi;

/// <summary>Makes the generated description say what the contract says: names of operations, keys, every status with its codes.</summary>
internal static class Describe
{
    private const string Older = "v1-3.0";
    private const string Key = "apiKey";
    private const string KeyId = "apiKeyId";
    private const string EmbedSession = "embedSession";
    private static readonly Refusal[] OfEveryRoute = [new RateLimited(TimeSpan.FromSeconds(1)), new DatabaseUnavailable()];
    private static readonly Refusal[] OfEveryBody =
        [new ValidationFailed([]), new InvalidJson("the body must be a JSON object"), new BodyTooLarge(), new UnsupportedMediaType()];
    private static readonly Refusal[] OfEveryKeyedPost =
        [new ValidationFailed([]), new IdempotencyKeyReused(), new IdempotencyInProgress(null)];
    private static readonly FrozenDictionary<string, string> Sections = new Dictionary<string, string>
    {
        ["Access"] = "Keys and settings",
        ["Branding"] = "How a tenant's pages look",
        ["Deliveries"] = "What was delivered, and again",
        ["Embed"] = "Sessions of embedded surfaces",
        ["Hosted page"] = "What a link's page asks; the link's token is the only key",
        ["Links"] = "Pairing links, as their owner sees them",
        ["Numbers"] = "WhatsApp numbers",
        ["Statistics"] = "How far customers come with their links",
        ["Templates"] = "How a link's message reads",
        ["Test mode"] = "A phone for programs",
        ["Webhooks"] = "Where events go",
    }.ToFrozenDictionary();

    /// <summary>The document in its own version, and the same in the older one for generators that read no other.</summary>
    public static IServiceCollection AddDescription(this IServiceCollection services) => services
        .AddOpenApi("v1", openApi => Configure(openApi, OpenApiSpecVersion.OpenApi3_1))
        .AddOpenApi(Older, openApi => Configure(openApi, OpenApiSpecVersion.OpenApi3_0));

    private static void Configure(OpenApiOptions openApi, OpenApiSpecVersion version)
    {
        openApi.OpenApiVersion = version;
        openApi.ShouldInclude = description =>
            description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true
                || description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        openApi.AddDocumentTransformer(Document);
        openApi.AddOperationTransformer(Operation);
        openApi.AddSchemaTransformer(Schemas.Mend);
        openApi.CreateSchemaReferenceId = Schemas.NameOf;
    }

    private static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "PilotPairing",
            Version = typeof(Describe).Assembly.GetName().Version!.ToString(3),
            Description = "Pairing links for WhatsApp numbers. Every error has the same envelope; branch on its code.",
            Contact = new() { Name = "The operator of this installation" },
        };
        document.Servers = [new() { Url = context.ApplicationServices.GetRequiredService<IPublicAddress>().PublicUrl }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "x-api-key",
                Description = "A key of a tenant or of one number"
            },
            [KeyId] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "x-api-key-id",
                Description = "Names a key instead, where that is allowed"
            },
            [EmbedSession] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The token of an embed session"
            },
        };
        document.Security = [Needs(Key, document), Needs(KeyId, document)];
        ErrorSchemas.Add(document);
        WebhookSchemas.Add(document);
        MemberSchemas.Mend(document);
        // The upload describes its file in place.
        document.Components.Schemas?.Remove(nameof(IFormFile));
        document.Tags = new HashSet<OpenApiTag>(
            Sections.Select(section => new OpenApiTag { Name = section.Key, Description = section.Value })
            .Where(section => document.Tags?.Any(used => used.Name == section.Name) == true));
        Examples.Add(document);
        if (context.DocumentName == Older)
        {
            MemberSchemas.Downgrade(document);
            WebhookSchemas.Downgrade(document);
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Needs(string scheme, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static Task Operation(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var path = context.Description.RelativePath!;
        var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
        var keyed = metadata.NeedsKey();
        operation.OperationId = OperationId(context.Description.HttpMethod!, path);
        NameBody(operation, metadata);
        var purpose = metadata.GetMetadata<Purpose>();
        operation.Summary = purpose?.Summary;
        operation.Description = purpose?.More ?? purpose?.Summary;
        Parameters.Add(operation, metadata.GetMetadata<Reads>()?.Parameters ?? [],
            keyed && HttpMethods.IsPost(context.Description.HttpMethod!), context.Document);
        if (operation.RequestBody is OpenApiRequestBody body && Examples.AllowsEmpty(body))
            body.Required = false;
        if (operation.RequestBody?.Content?.TryGetValue("multipart/form-data", out var form) == true)
            form.Schema = Schemas.Form();
        operation.Security = keyed ? [Needs(Key, context.Document)] : [];
        if (keyed && metadata.GetMetadata<AnswersSecret>() is null)
            operation.Security.Add(Needs(KeyId, context.Document));
        if (metadata.GetMetadata<NeedsEmbedSession>() is not null)
            operation.Security.Add(Needs(EmbedSession, context.Document));

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
        metadata.GetMetadata<AnswersCsv>()?.Describe(operation);
        operation.Responses ??= [];
        foreach (var group in refusals.GroupBy(refusal => RefusalResult.StatusOf(refusal.Kind)).OrderBy(group => group.Key))
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = ErrorSchemas.Response(group, context.Document);
        Headers.Add(operation, keyed);
        return Task.CompletedTask;
    }

    private static void NameBody(OpenApiOperation operation, EndpointMetadataCollection metadata)
    {
        if (metadata.GetMetadata<BodyType>() is { } type && operation.RequestBody?.Content is { } content
            && content.Remove(BodyMetadata.Any, out var media))
            content[type.Name] = media;
    }

    /// <summary>Method and path without the version and braces, slashes as underscores.</summary>
    private static string OperationId(string method, string path)
    {
        var rest = (path.StartsWith("v1/", StringComparison.Ordinal) ? path[3..] : path).TrimEnd('/');
        return $"{method.ToLowerInvariant()}_{rest.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace('/', '_')}";
    }
}
