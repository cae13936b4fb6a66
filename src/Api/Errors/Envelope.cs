using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Domain;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Errors;

/// <summary>The one shape of every error.</summary>
internal sealed record ErrorEnvelope(
    string Error, string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object?>? Details,
    string RequestId);

/// <summary>The same as RFC 9457, for clients that ask for it.</summary>
internal sealed record ProblemEnvelope(
    string Type, string Title, int Status, string Detail, string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, object?>? Details,
    string RequestId);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(InstantJsonConverter)])]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(ProblemEnvelope))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class EnvelopeJson : JsonSerializerContext
{
    public static EnvelopeJson Readable => Texts.Output;

    // Not in the context class: static members of a partial class are initialized in no defined order.
    private static class Texts
    {
        public static readonly EnvelopeJson Output = new(new JsonSerializerOptions(Default.Options) { Encoder = ReadableJson.Encoder });
    }
}

/// <summary>A refusal as an answer.</summary>
internal sealed class RefusalResult(Refusal refusal) : IResult
{
    private const string Problem = "application/problem+json";

    public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext, refusal);

    public static async Task Write(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        response.StatusCode = StatusOf(refusal.Kind);
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (HtmlErrorPages.WillShow(context, refusal))
            return;

        var requestId = RequestId.Of(context);
        if (context.Request.Headers.Accept.Any(accept => accept?.Contains(Problem, StringComparison.OrdinalIgnoreCase) == true))
        {
            response.ContentType = Problem;
            var problem = new ProblemEnvelope("about:blank", refusal.Code, response.StatusCode, refusal.Text, refusal.Code,
                refusal.Details, requestId);
            await JsonSerializer.SerializeAsync(response.Body, problem, EnvelopeJson.Readable.ProblemEnvelope, context.RequestAborted);
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        var envelope = new ErrorEnvelope(refusal.Text, refusal.Code, refusal.Details, requestId);
        await JsonSerializer.SerializeAsync(response.Body, envelope, EnvelopeJson.Readable.ErrorEnvelope, context.RequestAborted);
    }

    /// <summary>Without a default arm: a new kind does not compile until it has a status.</summary>
    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.NotAllowed => StatusCodes.Status405MethodNotAllowed,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.Rejected => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.GatewayFault => StatusCodes.Status502BadGateway,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
    };
}
