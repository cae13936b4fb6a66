using Microsoft.OpenApi;

namespace PilotPairing.Api.OpenApi;

/// <summary>Describes the headers of answers.</summary>
internal static class Headers
{
    public static void Add(OpenApiOperation operation, bool keyed)
    {
        var pages = operation.Parameters?.Any(parameter => parameter.Name == "cursor") == true;
        var repeats = operation.Parameters?.Any(parameter => parameter.Name == "Idempotency-Key") == true;
        var changes = operation.Parameters?.Any(parameter => parameter.Name == "If-None-Match") == true;
        foreach (var (status, answer) in operation.Responses!)
        {
            if (answer is not OpenApiResponse response)
                continue;
            var succeeded = status[0] is '2' or '3';
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            Add("x-request-id", "Names the request, by your own id where you sent one", when: true);
            Add("RateLimit-Policy", "The key's limit: q requests in w seconds", when: keyed && status != "401");
            Add("RateLimit", "What is left of it: r requests, full again in t seconds", when: keyed && status != "401");
            Add("Retry-After", "Seconds to wait", when: status is "429" or "503" || (status == "409" && repeats));
            Add("idempotent-replayed", "true when this is the answer to the first request under the same Idempotency-Key",
                when: repeats && status is not ("401" or "429" or "503"));
            Add("Link", "<…>; rel=\"next\" when there is more", when: pages && succeeded);
            Add("ETag", "Send it as If-None-Match to be told only of a change", when: changes && succeeded);

            Add("x-server-time", "When this was answered, for countdowns", when: changes && !keyed && succeeded);

            void Add(string name, string meaning, bool when)
            {
                if (when)
                    response.Headers[name] =
                        new OpenApiHeader { Description = meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }
    }
}
