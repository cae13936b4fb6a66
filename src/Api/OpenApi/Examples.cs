using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PilotPairing.Api.OpenApi;

/// <summary>One example of each body, put together from what is known of its members.</summary>
internal static class Examples
{
    public static void Add(OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            foreach (var (status, response) in operation.Responses!)
            {
                if (status[0] == '2' && Json(response.Content) is { Schema: { } answer } media)
                    media.Example = Of(answer, isRequest: false);
            }

            if (Json(operation.RequestBody?.Content) is { Schema: { } question } body)
                body.Example = Of(question, isRequest: true);
        }
    }

    /// <summary>An empty body is an empty object, which will do where nothing in it is required.</summary>
    public static bool AllowsEmpty(OpenApiRequestBody body) =>
        Json(body.Content)?.Schema is OpenApiSchemaReference reference
            && RequestFields.Required.GetValueOrDefault(reference.Reference.Id!) is null;

    private static OpenApiMediaType? Json(IDictionary<string, OpenApiMediaType>? content) =>
        content?.TryGetValue("application/json", out var media) == true ? media : null;

    private static JsonNode? Of(IOpenApiSchema schema, bool isRequest, string? type = null, string? name = null)
    {
        if (name is not null && Field.Of(type!, name) is { } field)
        {
            if (field.Example is { } example)
                return example.DeepClone();
            if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
                return null;
        }

        if (schema.OneOf?.FirstOrDefault(one => one.Type != JsonSchemaType.Null) is { } some)
            return Of(some, isRequest, type, name);
        if (schema.Enum is { Count: > 0 } values)
            return values[0].DeepClone();
        if (schema.Items is { } item)
            return new JsonArray(Of(item, isRequest));
        if (schema.Properties is not { Count: > 0 } members)
            return schema.Type?.HasFlag(JsonSchemaType.Object) == true ? new JsonObject() : null;

        var record = (schema as OpenApiSchemaReference)?.Reference.Id ?? type ?? "";
        var shown = isRequest
            ? RequestFields.Shown.GetValueOrDefault(record) ?? [.. members.Keys]
            : [.. members.Keys.Where(member => schema.Required?.Contains(member) == true)];
        return new JsonObject(shown.Select(member => KeyValuePair.Create(member, Of(members[member], isRequest, record, member))));
    }
}
