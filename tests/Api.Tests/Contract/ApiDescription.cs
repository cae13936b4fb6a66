using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>The committed description, as a reader of it sees an operation.</summary>
internal sealed class ApiDescription
{
    private ApiDescription(JsonElement document)
    {
        Document = document;
        Operations = [.. from path in document.GetProperty("paths").EnumerateObject()
                         from operation in path.Value.EnumerateObject()
                         select new Operation(operation.Name.ToUpperInvariant(), path.Name, operation.Value)];
    }

    public static ApiDescription Committed { get; } =
        new(JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "docs", "openapi.json"))).RootElement);

    public JsonElement Document { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The operation that a request reaches; a literal part of a path wins over a parameter.</summary>
    public Operation? Find(string method, string path)
    {
        var parts = path.StartsWith("/api/v1", StringComparison.Ordinal) ? path["/api".Length..].Split('/') : path.Split('/');
        return Operations.Where(operation => operation.Method == (method == "HEAD" ? "GET" : method) && operation.Takes(parts))
            .MinBy(operation => operation.Path.Count(character => character == '{'));
    }

    /// <summary>What a <c>$ref</c> stands for.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(Document, (at, part) => at.GetProperty(part));
        return schema;
    }
}

internal sealed class Operation(string method, string path, JsonElement description)
{
    private readonly string[] _parts = path.Split('/');

    public string Method => method;

    public string Path => path;

    public string Id { get; } = description.Text("operationId");

    public JsonElement Description => description;

    public JsonElement Responses => description.GetProperty("responses");

    public bool NeedsKey => description.GetProperty("security").EnumerateArray().Any(one => one.Has("apiKey"));

    public bool TakesJson => Body is { } body && body.TryGetProperty("application/json", out _);

    /// <summary>By media type.</summary>
    public JsonElement? Body => description.TryGetProperty("requestBody", out var body) ? body.GetProperty("content") : null;

    public JsonElement BodySchema => Body!.Value.GetProperty("application/json").GetProperty("schema");

    /// <summary>What it takes and answers as JSON, each with its place.</summary>
    public IEnumerable<(string Place, JsonElement Media)> JsonBodies =>
        from place in Responses.EnumerateObject()
            .Select(response => (response.Name, Content: response.Value.TryGetProperty("content", out var content) ? content : default))
            .Append((Name: "request", Content: Body ?? default))
        where place.Content.ValueKind == JsonValueKind.Object && place.Content.TryGetProperty("application/json", out _)
        select (place.Name, place.Content.GetProperty("application/json"));

    /// <summary>Every answer that is promised: a status, and for errors the code as well.</summary>
    public IEnumerable<(int Status, string? Code)> Outcomes =>
        from response in Responses.EnumerateObject()
        let status = int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture)
        from code in status < 400 ? [null] : CodesOf(response.Value)
        select (status, code);

    public static IEnumerable<string?> CodesOf(JsonElement response) =>
        response.GetProperty("content").GetProperty("application/json").GetProperty("examples").EnumerateObject()
            .Select(example => example.Name);

    public bool Takes(string[] parts) =>
        parts.Length == _parts.Length
            && parts.Zip(_parts).All(pair =>
                pair.Second.StartsWith('{')
                    ? pair.First.Length > 0 : string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => $"{method} {path}";
}
