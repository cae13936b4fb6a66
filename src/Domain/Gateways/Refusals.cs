namespace PilotPairing.Domain.Gateways;

/// <summary>The gateway is silent or too slow. The text promises nothing: it is also the reason of a message that was not sent.</summary>
public sealed record GatewayUnavailable() : Refusal(RefusalKind.Unavailable, "GATEWAY_UNAVAILABLE",
    "The WhatsApp gateway does not answer right now")
{
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(5);
}

/// <summary>The gateway answered, with an error or with something that is none of its answers.</summary>
public sealed record GatewayError(string Reason)
    : Refusal(RefusalKind.GatewayFault, "GATEWAY_ERROR", "The WhatsApp gateway reported an error")
{
    public override IReadOnlyDictionary<string, object?> Details => new Dictionary<string, object?> { ["reason"] = Reason };
}

/// <summary>The tenant has no gateway: its operator must configure one before its numbers can pair.</summary>
public sealed record GatewayNotConfigured() : Refusal(RefusalKind.Unavailable, "GATEWAY_NOT_CONFIGURED",
    "No WhatsApp gateway is configured for this tenant");

/// <summary>
/// The gateway runs and answers, but its licence has not been activated: nothing works there until its operator does that.
/// </summary>
public sealed record GatewayNotActivated() : Refusal(RefusalKind.Unavailable, "GATEWAY_NOT_ACTIVATED",
    "The WhatsApp gateway's licence is not activated");
