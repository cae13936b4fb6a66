using System.Text.Json;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>Stands between every test and the server: an answer that the description does not promise fails the test that asked.</summary>
internal sealed class ContractCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly JsonSchema Schema = new(ApiDescription.Committed);
    private static readonly string[] Prefixes = ["/v1/", "/api/v1/", "/api/public/"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (!Prefixes.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal)) || request.Method == HttpMethod.Options)
            return response;

        var body = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? null : await response.Content.ReadAsStringAsync(cancellationToken);
        var operation = ApiDescription.Committed.Find(request.Method.Method, path);
        var faults = Faults(operation, request, response, body).ToList();
        if (faults.Count > 0)
            throw new ContractBroken(
                $"{request.Method} {path} → {(int)response.StatusCode} is not what docs/openapi.json says of {operation?.ToString() ?? "it"}:\n{string.Join('\n', faults)}\n{body}");
        if (operation is not null)
            Outcomes.Saw(operation, (int)response.StatusCode, CodeOf(response, body));
        return response;
    }

    private static IEnumerable<string> Faults(Operation? operation, HttpRequestMessage request, HttpResponseMessage response, string? body)
    {
        var status = (int)response.StatusCode;
        if (!response.Headers.Contains("x-request-id"))
            yield return "there is no x-request-id";
        if (request.Method == HttpMethod.Head)
            yield break;

        var code = CodeOf(response, body);
        if (operation is null || status == 405)
        {
            if ((status, code) is not ((404, "NOT_FOUND") or (405, "METHOD_NOT_ALLOWED")))
                yield return "no such operation is described";
            yield break;
        }

        if (!operation.Responses.TryGetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var promised))
        {
            yield return $"the status is not described, only {string.Join(", ", operation.Responses.EnumerateObject().Select(one => one.Name))}";
            yield break;
        }

        if (!promised.TryGetProperty("content", out var content))
        {
            if (body?.Length > 0)
                yield return "no body is described";
            yield break;
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (!content.TryGetProperty(type, out var media))
        {
            yield return $"the content type {type} is not described";
            yield break;
        }

        if (status >= 400 && !Operation.CodesOf(promised).Contains(code))
            yield return $"the code {code} is not described";
        if (body is null || type == "text/csv")
            yield break;
        foreach (var fault in Schema.Check(media.GetProperty("schema"), JsonDocument.Parse(body).RootElement))
            yield return fault;
    }

    private static string? CodeOf(HttpResponseMessage response, string? body) =>
        (int)response.StatusCode >= 400 && body?.Length > 0 && JsonDocument.Parse(body).RootElement.TryGetProperty("code", out var code)
            ? code.GetString() : null;
}

/// <summary>Not caught by tests that expect a connection to fail.</summary>
internal sealed class ContractBroken(string message) : Exception(message);
