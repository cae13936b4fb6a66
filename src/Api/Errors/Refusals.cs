using PilotPairing.Domain;

namespace PilotPairing.Api.Errors;

/// <param name="Problem">Where the body stops being what it should be.</param>
internal sealed record InvalidJson(string Problem) : Refusal(RefusalKind.Invalid, "INVALID_JSON", "Validation error")
{
    public override IReadOnlyDictionary<string, object?> Details => new Dictionary<string, object?> { ["problem"] = Problem };
}

internal sealed record BodyTooLarge(string Limit = "64 KiB")
    : Refusal(RefusalKind.TooLarge, "TOO_LARGE", $"The body is larger than {Limit}");

internal sealed record UnsupportedMediaType() : Refusal(RefusalKind.Unsupported, "UNSUPPORTED_MEDIA_TYPE",
    "Send the body as application/json");

internal sealed record NothingHere() : Refusal(RefusalKind.NotFound, "NOT_FOUND", "Not found");

internal sealed record MethodNotAllowed() : Refusal(RefusalKind.NotAllowed, "METHOD_NOT_ALLOWED", "This route does not take that method");

/// <param name="Problem">What is wrong with it, for those who operate it.</param>
internal sealed record DatabaseUnavailable(string? Problem = null)
    : Refusal(RefusalKind.Unavailable, "DATABASE_UNAVAILABLE", "The database does not answer right now; try again")
{
    public override IReadOnlyDictionary<string, object?>? Details =>
        Problem is null ? null : new Dictionary<string, object?> { ["problem"] = Problem };

    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(2);
}

internal sealed record ServerStopping() : Refusal(RefusalKind.Unavailable, "SERVER_STOPPING", "This server is about to stop");

internal sealed record RateLimited(TimeSpan Wait) : Refusal(RefusalKind.TooMany, "RATE_LIMITED", "Too many requests")
{
    public override TimeSpan? RetryAfter => Wait;
}
