using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace PilotPairing.Api.Tests.Contract;

internal sealed record GeneratedRequest(Operation Operation, string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body)
{
    public override string ToString() =>
        $"{Operation.Method} {Path}\n{string.Join('\n', Headers.Select(header => $"{header.Name}: {header.Value}"))}\n{(Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 4000))))}";

    public HttpRequestMessage ToMessage(Uri server)
    {
        // As it is written: the client would mend what is odd about a path.
        var uri = new Uri(server.GetLeftPart(UriPartial.Authority) + Path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(Operation.Method), uri);
        if (Body is not null)
            message.Content = new ByteArrayContent(Body);
        foreach (var (name, value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}

/// <summary>Requests for every operation of the description: as it wants them, and changed in every part of a request.</summary>
internal sealed class RequestGen(ApiDescription api, Possessions own)
{
    private static readonly string[] OddIds =
        ["x", "num_", "%20", "%F0%9F%9A%80", "%2e%2e%2f", "%25", "num_zzzzzzzzzzzzzzzzzzzzzzzzzz", "null", "-1", "a%0d%0ab", "%e2%80%ae",
            new('a', 3000)];
    private static readonly string[] OddQueries =
        ["", "%00", "-1", "0", "201", "1e9", "99999999999999999999", "%ff", "%F0%9F%9A%80", "x", "a%0ab", "null", "OPEN", "open", "1,2",
            new('a', 2000)];
    private static readonly string[] Types =
        ["application/json", "application/json; charset=utf-8", "application/merge-patch+json", "application/json; charset=utf-16",
            "text/plain", "garbage;;;", "multipart/form-data", "multipart/form-data; boundary=x", "*/*"];

    private readonly JsonGen _json = new(api, own);

    public Gen<GeneratedRequest> Any => Gen.Elements(api.Operations.AsEnumerable()).SelectMany(operation => Of(operation));

    private Gen<GeneratedRequest> Of(Operation operation) =>
        from path in PathOf(operation)
        from query in QueryOf(operation)
        from headers in HeadersOf(operation)
        from body in BodyOf(operation)
        select new GeneratedRequest(operation, path + query, body is null ? headers : [.. headers, ("Content-Type", body.Value.Type)],
            body?.Bytes);

    private Gen<string> PathOf(Operation operation)
    {
        var id = Gen.Frequency((8, Gen.Constant(own.PathOf(operation))),
            (1, Gen.Elements(own.Number, own.Link, own.Webhook, own.Delivery).Select(With)), (1, Gen.Elements(OddIds).Select(With)));
        return operation.Path.StartsWith("/v1", StringComparison.Ordinal)
            ? id.SelectMany(path => Gen.Frequency((9, Gen.Constant(path)), (1, Gen.Constant("/api" + path)))) : id;

        string With(string odd) =>
            operation.Path.Replace("{id}", odd, StringComparison.Ordinal).Replace("{token}", odd, StringComparison.Ordinal);
    }

    private static Gen<string> QueryOf(Operation operation)
    {
        var known = Parameters(operation, "query").Select(parameter => parameter.Text("name")).DefaultIfEmpty("x").ToArray();
        var one = from name in Gen.Elements(known)
                  from value in Gen.Frequency((1, Gen.Elements("1", "50", "2026-11-20T14:03:07Z", "OPEN", "active", "META")),
                      (2, Gen.Elements(OddQueries)))
                  select $"{name}={value}";
        return Gen.Frequency((3, Gen.Constant("")), (2, one.Select(only => "?" + only)),
            (1, Gen.ListOf(one, 3).Select(several => "?" + string.Join('&', several))), (1, Gen.Elements("?", "?&&=", "?%ff=%ff", "?=")));
    }

    private Gen<IReadOnlyList<(string Name, string Value)>> HeadersOf(Operation operation)
    {
        var key = operation.NeedsKey
            ? Gen.Frequency<(string, string)?>((16, Some("x-api-key", own.Key)), (4, Some("x-api-key", own.NumberKey)),
                (1, Some("x-api-key", "ps_test_nobody")), (1, Some("x-api-key-id", own.Tenant.Key.Id.ToString())),
                (1, Some("x-api-key-id", "é")), (1, None))
            : Gen.Frequency<(string, string)?>(
                (3, operation.Path == "/api/public/embed/refresh" ? Some("Authorization", "Bearer " + own.EmbedToken) : None),
                (1, Some("Authorization", "Bearer ..")), (1, Some("Authorization", "Bearer é.é")));
        var described = Parameters(operation, "header").Select(parameter => parameter.Text("name"))
            .Concat(["Accept", "x-request-id", "Origin", "If-None-Match"]);
        var others = Gen.CollectToList(described, name => Gen.Frequency<(string, string)?>(
            (6, None),
            (1, Gen.Elements("a", "b", own.Number, "application/problem+json", "*", "\"x\"", "W/\"x", "https://app.example.com", "null",
                "é🚀", new string('k', 300), "a\tb", "0").Select<string, (string, string)?>(value => (name, value)))));
        return key.SelectMany(sent =>
            others.Select(IReadOnlyList<(string, string)> (more) => [.. more.Append(sent).OfType<(string, string)>()]));

        static Gen<(string, string)?> Some(string name, string value) => Gen.Constant<(string, string)?>((name, value));
    }

    private static Gen<(string, string)?> None => Gen.Constant<(string, string)?>(null);

    private Gen<(string Type, byte[] Bytes)?> BodyOf(Operation operation)
    {
        var nothing = Gen.Constant<(string, byte[])?>(null);
        if (operation.TakesJson)
        {
            var body = from text in _json.Body(operation.BodySchema)
                       from type in Gen.Frequency((20, Gen.Constant(Types[0])), (2, Gen.Elements(Types)))
                       from bytes in Gen.Frequency((30, Gen.Constant(Encoding.UTF8.GetBytes(text))),
                           (1, Gen.Constant(Encoding.Unicode.GetBytes(text))),
                           (1, Gen.Constant((byte[])[0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D])))
                       select ((string, byte[])?)(type, bytes);
            return Gen.Frequency((12, body), (1, nothing));
        }

        var form = Encoding.ASCII.GetBytes(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n\u0089PNG\r\n--x--\r\n");
        var odd = Gen.Elements(Types)
            .SelectMany(type => Gen.Elements(form, "{}"u8.ToArray(), "--x"u8.ToArray(), new byte[5000])
            .Select(bytes => ((string, byte[])?)(type, bytes)));
        return operation.Body is null ? Gen.Frequency((8, nothing), (1, odd)) : Gen.Frequency((1, nothing), (6, odd));
    }

    private static IEnumerable<JsonElement> Parameters(Operation operation, string place) =>
        operation.Description.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.Text("in") == place) : [];
}
