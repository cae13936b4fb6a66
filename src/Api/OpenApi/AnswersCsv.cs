using Microsoft.OpenApi;
using PilotPairing.Api.Csv;

namespace PilotPairing.Api.OpenApi;

/// <summary>Marks a route that answers CSV, as its only answer or beside JSON.</summary>
internal sealed record AnswersCsv(string Example)
{
    public void Describe(OpenApiOperation operation)
    {
        operation.Responses ??= [];
        if (!operation.Responses.TryGetValue("200", out var answer) || answer is not OpenApiResponse { Content: not null } described)
            operation.Responses["200"] = described =
                new OpenApiResponse { Description = "OK", Content = new Dictionary<string, OpenApiMediaType>() };
        described.Content![CsvResult.MediaType] =
            new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = Example };
    }
}
