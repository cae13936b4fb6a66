namespace PilotPairing.Domain;

public enum RefusalKind
{
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    NotAllowed,
    Conflict,
    TooLarge,
    Unsupported,
    Rejected,
    TooMany,
    GatewayFault,
    Unavailable,
}

/// <summary>An expected no: a value that reaches the client under a stable <paramref name="Code"/>. Bugs throw instead.</summary>
public abstract record Refusal(RefusalKind Kind, string Code, string Text)
{
    /// <summary>What the envelope's <c>details</c> carries; null leaves the member out.</summary>
    public virtual IReadOnlyDictionary<string, object?>? Details => null;

    /// <summary>How long a client should wait before it asks again; null when asking again does not help.</summary>
    public virtual TimeSpan? RetryAfter => null;
}

/// <param name="Field">The name as it is on the wire.</param>
public sealed record FieldError(string Field, string Problem);

/// <summary>Every broken field at once, so that a client mends its request in one go.</summary>
public sealed record ValidationFailed(IReadOnlyList<FieldError> Fields)
    : Refusal(RefusalKind.Invalid, "VALIDATION_ERROR", "Validation error")
{
    public override IReadOnlyDictionary<string, object?> Details => new Dictionary<string, object?>
    {
        ["fields"] = Fields.GroupBy(error => error.Field)
            .ToDictionary(group => group.Key, group => string.Join(" ", group.Select(error => error.Problem))),
    };
}

/// <summary>Nobody was given this address to call us at.</summary>
public sealed record NoSuchHook() : Refusal(RefusalKind.NotFound, "NOT_FOUND", "Not found");
