namespace PilotPairing.Domain.Meta;

/// <summary>This installation has no Meta app: nothing can be registered there, and nothing of what was sent is kept.</summary>
/// <param name="HasApp">There is an app, and nothing to open Embedded Signup with.</param>
public sealed record MetaNotConfigured(bool HasApp = false)
    : Refusal(RefusalKind.Unavailable, "META_NOT_CONFIGURED",
        HasApp ? "The Meta app has no configuration for Embedded Signup here" : "No Meta app is configured here");

/// <summary>Graph could not be reached, or failed temporarily: the same request may be retried.</summary>
/// <param name="Wait">Known where Meta counts requests and had too many.</param>
public sealed record MetaUnreachable(TimeSpan? Wait = null) : Refusal(RefusalKind.Unavailable, "META_UNREACHABLE", "Meta cannot be reached")
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    public override TimeSpan? RetryAfter => Wait ?? Moment;
}

/// <summary>Graph refused, or what it says contradicts what was sent.</summary>
/// <param name="Number">Graph's error code; null for a contradiction that we found ourselves.</param>
public sealed record MetaRejected(
    int? Number, int? Subcode, string Message, string? TraceId) : Refusal(RefusalKind.Rejected, "META_REJECTED", "Meta refused")
{
    /// <summary>Which contradiction it is, for translations; null where Graph refused.</summary>
    public string? Reason { get; init; }

    public override IReadOnlyDictionary<string, object?> Details
    {
        get
        {
            var details = new Dictionary<string, object?>
            {
                ["code"] = Number,
                ["subcode"] = Subcode,
                ["message"] = Message,
                ["fbtraceId"] = TraceId
            };
            if (Reason is not null)
                details["reason"] = Reason;
            return details;
        }
    }
}

/// <summary>The address exists, and the caller does not know the token that belongs to it.</summary>
public sealed record HookNotVerified() : Refusal(RefusalKind.Forbidden, "HOOK_NOT_VERIFIED", "The verify token is not this address's");

/// <summary>Meta did not send this, or for another app than this server's.</summary>
public sealed record NotificationNotSigned() : Refusal(RefusalKind.Unauthenticated, "INVALID_SIGNATURE",
    "The signature is not one of this server's Meta app");
