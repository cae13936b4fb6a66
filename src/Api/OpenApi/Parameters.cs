using Microsoft.OpenApi;

namespace PilotPairing.Api.OpenApi;

/// <summary>What an operation reads beside its body.</summary>
internal static class Parameters
{
    private static readonly Dictionary<string, OpenApiSchema> Known = new()
    {
        ["id"] = new() { Type = JsonSchemaType.String, Description = "Opaque; what is not yours is a 404" },
        ["token"] = new() { Type = JsonSchemaType.String, Description = "The link's secret" },
        ["limit"] = new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "200", Description = "The most items to answer" },
        ["cursor"] = new()
        {
            Type = JsonSchemaType.String,
            Description = "Where the page before ended: follow its Link header instead of making one"
        },
        ["after"] = new()
        {
            Type = JsonSchemaType.String,
            Description = "The last id you have; only what happens from now on unless given"
        },
        ["event"] = new() { Type = JsonSchemaType.String, Description = "Only attempts for this event" },
        ["since"] = new()
        {
            Type = JsonSchemaType.String,
            Format = "date-time",
            Description = "From when on; all of them unless given. An unescaped plus is read as one"
        },
    };

    public static void Add(OpenApiOperation operation, IReadOnlyList<Parameter> described, bool isRepeatable, OpenApiDocument? document)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            if (!Known.TryGetValue(parameter.Name!, out var schema))
                continue;
            parameter.Description = schema.Description;
            parameter.Schema = new OpenApiSchema
            {
                Type = schema.Type,
                Format = schema.Format,
                Minimum = schema.Minimum,
                Maximum = parameter.Name == "limit" && operation.OperationId == "get_webhooks_id_logs" ? "50" : schema.Maximum
            };
        }

        foreach (var parameter in described)
            operation.Parameters.Add(Described(parameter, document));
        if (isRepeatable)
            operation.Parameters.Add(
                Described(new("Idempotency-Key", "Makes sending the same request again safe for 24 hours: the first answer is repeated",
                    InHeader: true), document));
    }

    private static OpenApiParameter Described(Parameter parameter, OpenApiDocument? document) => new()
    {
        Name = parameter.Name,
        In = parameter.InHeader ? ParameterLocation.Header : ParameterLocation.Query,
        Description = parameter.Meaning,
        Schema = parameter.Type is { } type
            ? new OpenApiSchemaReference(type, document)
            : new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = parameter.Name == "Idempotency-Key" ? 255 : null },
    };
}
