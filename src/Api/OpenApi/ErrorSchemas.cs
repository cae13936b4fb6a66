using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PilotPairing.Api.Errors;
using PilotPairing.Domain;

namespace PilotPairing.Api.OpenApi;

/// <summary>The envelope of every error, the same as problem details, and an answer that holds one of its codes.</summary>
internal static class ErrorSchemas
{
    private const string RequestId = "req_0199a1b2c3d4";

    public static void Add(OpenApiDocument document)
    {
        var envelope = new Dictionary<string, IOpenApiSchema>
        {
            ["error"] = Text("For people", "Validation error"),
            ["code"] = Text("For programs; stable", "VALIDATION_ERROR"),
            ["details"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Such as fields: what is wrong with each, by its name on the wire",
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["fields"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Description = "What is wrong with each member, by its name",
                        AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong with it" },
                        Examples = [new JsonObject { ["name"] = "is required" }],
                    },
                },
                AdditionalProperties = new OpenApiSchema(),
                Examples = [new JsonObject { ["fields"] = new JsonObject { ["name"] = "is required" } }],
            },
            ["requestId"] = Text("The response's x-request-id", RequestId),
        };
        // An answer that holds errors of its own entries has the generator describe the envelope, and less of it.
        document.Components?.Schemas?.Remove(nameof(ErrorEnvelope));
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
                ["type"] = Text("Always about:blank", "about:blank"),
                ["title"] = Text("The code", "VALIDATION_ERROR"),
                ["status"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Description = "The response's status",
                    Examples = [400],
                },
                ["detail"] = Text("For people", "Validation error"),
            },
        });
    }

    public static OpenApiResponse Response(IEnumerable<Refusal> refusals, OpenApiDocument? document)
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
                    Examples = known.ToDictionary(
                        refusal => refusal.Code, IOpenApiExample (refusal) => new OpenApiExample { Value = Specimen(refusal) }),
                },
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemEnvelope), document) },
            },
        };
    }

    private static JsonObject Specimen(Refusal refusal)
    {
        var specimen = new JsonObject { ["error"] = refusal.Text, ["code"] = refusal.Code, ["requestId"] = RequestId };
        if (refusal is ValidationFailed)
            specimen["details"] = new JsonObject { ["fields"] = new JsonObject { ["name"] = "is required" } };
        else if (refusal.Details is { } details)
            specimen["details"] =
                JsonSerializer.SerializeToNode(details, typeof(IReadOnlyDictionary<string, object?>), EnvelopeJson.Default);
        return specimen;
    }

    private static OpenApiSchema Text(string meaning, string example) =>
        new() { Type = JsonSchemaType.String, Description = meaning, Examples = [example] };
}
