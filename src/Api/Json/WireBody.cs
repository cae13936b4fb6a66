using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application;
using PilotPairing.Domain;

namespace PilotPairing.Api.Json;

/// <summary>
/// A body read member by member, so that every member of a wrong type is named at once. Nothing is refused here:
/// the faults travel with the request and are reported with its other broken rules.
/// </summary>
internal sealed class WireBody<T>
    where T : class, new()
{
    private WireBody(T value, BodyFaults faults) => (Value, Faults) = (value, faults);

    public T Value { get; }

    public BodyFaults Faults { get; }

    public static async ValueTask<WireBody<T>> BindAsync(HttpContext context)
    {
        var limit = BodyLimit.Of(context);
        if (await BodyLimit.Read(context.Request, limit.Bytes, context.RequestAborted) is not { } bytes)
            return Unusable(limit.TooLarge);
        if (bytes.Length == 0)
            return new(new(), BodyFaults.None);
        if (!IsJson(context.Request.ContentType))
            return Unusable(new UnsupportedMediaType());

        // Text is no object: report it once, not once per member.
        if (!Utf8.IsValid(bytes.Span))
            return Unusable(new InvalidJson("the body is not UTF-8"));

        try
        {
            using var document = JsonDocument.Parse(WithoutMark(bytes));
            return Of(document.RootElement, context.RequestServices.GetRequiredService<WireJson>().Options);
        }
        catch (JsonException broken)
        {
            return Unusable(new InvalidJson(
                $"the body is no JSON from line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1} on"));
        }
    }

    /// <summary>What is JSON already, such as an entry of a body that has many.</summary>
    public static WireBody<T> Of(JsonElement body, JsonSerializerOptions wire)
    {
        // Generated clients send null where a body may be left out.
        if (body.ValueKind == JsonValueKind.Null)
            return new(new(), BodyFaults.None);
        if (body.ValueKind != JsonValueKind.Object)
            return Unusable(new InvalidJson("the body must be a JSON object"));
        return WellFormed.HasNames(body) ? Read(body, wire) : Unusable(new InvalidJson("a member's name is no text"));
    }

    private static WireBody<T> Read(JsonElement body, JsonSerializerOptions wire)
    {
        var value = new T();
        var members = new WireMember(wire);
        var faults = new List<FieldError>();
        foreach (var member in wire.GetTypeInfo(typeof(T)).Properties)
        {
            // Of duplicate members the last wins, which is what TryGetProperty answers.
            if (!body.TryGetProperty(member.Name, out var element)
                || (element.ValueKind == JsonValueKind.Null && !DistinguishesNull(member.PropertyType)))
                continue;
            if (members.Read(member.Name, element, member.PropertyType, faults) is { } read)
                member.Set!(value, read.Value);
        }

        return new(value, new(null, faults));
    }

    private static bool DistinguishesNull(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);

    private static WireBody<T> Unusable(Refusal refusal) => new(new(), new(refusal, []));

    private static bool IsJson(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>Some clients begin UTF-8 with a byte order mark.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}
