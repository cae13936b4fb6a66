namespace PilotPairing.Domain.Webhooks;

/// <summary>What an attempt means for the delivery and its endpoint.</summary>
public enum AttemptVerdict
{
    Delivered,

    /// <summary>Tried again by <see cref="RetrySchedule"/>.</summary>
    Failed,

    /// <summary>The receiver answered 410: the endpoint is switched off and its pending deliveries are dropped.</summary>
    Gone,

    /// <summary>
    /// Our guard refused the address. This delivery is given up at once: the URL decided it, not the receiver's mood, and retrying
    /// would let a tenant probe our network ten times an event. The endpoint stays; once mended, a replay fetches what it missed.
    /// </summary>
    Refused,
}

/// <summary>Why no answer came.</summary>
public enum DeliveryFault
{
    TimedOut,
    Unreachable,
    TlsFailed,
    BrokenAnswer,
    AddressRefused,
}

/// <param name="Problem">For the tenant's log; it never says which internal address answered.</param>
public sealed record AttemptOutcome(AttemptVerdict Verdict, int? StatusCode, string? Problem)
{
    public static AttemptOutcome Answered(int status) => status switch
    {
        >= 200 and < 300 => new(AttemptVerdict.Delivered, status, null),
        410 => new(AttemptVerdict.Gone, status, "The receiver is gone for good (410)"),
        >= 300 and < 400 => new(AttemptVerdict.Failed, status, "Redirects are not followed"),
        _ => new(AttemptVerdict.Failed, status, null),
    };

    public static AttemptOutcome NoAnswer(DeliveryFault fault) => fault switch
    {
        DeliveryFault.TimedOut => new(AttemptVerdict.Failed, null, "No complete answer in time"),
        DeliveryFault.Unreachable => new(AttemptVerdict.Failed, null, "The host could not be reached"),
        DeliveryFault.TlsFailed => new(AttemptVerdict.Failed, null, "The TLS handshake failed"),
        DeliveryFault.BrokenAnswer => new(AttemptVerdict.Failed, null, "The answer was broken off or is not HTTP"),
        DeliveryFault.AddressRefused => new(AttemptVerdict.Refused, null, "The URL leads to an address that is not allowed"),
    };
}
