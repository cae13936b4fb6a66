namespace PilotPairing.Domain.Pairing;

/// <summary>The link never existed, expired, was spent or revoked: from outside these look the same.</summary>
public sealed record LinkNotFound() : Refusal(RefusalKind.NotFound, "LINK_NOT_FOUND", "Not found");

/// <summary>What was asked for is no way of this link to connect.</summary>
public sealed record NotSupportedForLink() : Refusal(RefusalKind.Invalid, "NOT_SUPPORTED_FOR_LINK", "This link does not offer that");

/// <param name="Method">What was asked for too often, where the other way may be tried meanwhile.</param>
public sealed record PairingCooldown(DateTimeOffset Until, TimeSpan Wait, PairingMethod? Method = null) : Refusal(RefusalKind.TooMany, "PAIRING_COOLDOWN", "Too many requests")
{
    public static readonly PairingCooldown Example = new(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1));

    public override IReadOnlyDictionary<string, object?> Details => Method is null
        ? new Dictionary<string, object?> { ["until"] = Until }
        : new Dictionary<string, object?> { ["until"] = Until, ["method"] = Method == PairingMethod.Code ? "code" : "qr" };

    public override TimeSpan? RetryAfter => Wait;
}

public sealed record CodeRejected() : Refusal(RefusalKind.Rejected, "CODE_REJECTED", "That is not the pairing code on the page");

/// <summary>The gateway is silent or too slow. The text promises nothing: it is also the reason of a message that was not sent.</summary>
public sealed record GatewayUnavailable() : Refusal(RefusalKind.Unavailable, "GATEWAY_UNAVAILABLE", "The WhatsApp gateway does not answer right now")
{
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(5);
}

/// <summary>The gateway answered, with an error or with something that is none of its answers.</summary>
public sealed record GatewayError(string Reason) : Refusal(RefusalKind.GatewayFault, "GATEWAY_ERROR", "The WhatsApp gateway reported an error")
{
    public override IReadOnlyDictionary<string, object?> Details => new Dictionary<string, object?> { ["reason"] = Reason };
}

/// <summary>The tenant has no gateway: its operator must configure one before its numbers can pair.</summary>
public sealed record GatewayNotConfigured() : Refusal(RefusalKind.Unavailable, "GATEWAY_NOT_CONFIGURED", "No WhatsApp gateway is configured for this tenant");

/// <summary>The gateway answers, and WhatsApp gives it no QR code and no pairing code.</summary>
public sealed record PairingStalled() : Refusal(RefusalKind.Unavailable, "PAIRING_STALLED", "WhatsApp gave the gateway no code to show; ask again for a new one")
{
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(5);
}

/// <summary>The gateway runs and answers, but its licence has not been activated: nothing works there until its operator does that.</summary>
public sealed record GatewayNotActivated() : Refusal(RefusalKind.Unavailable, "GATEWAY_NOT_ACTIVATED", "The WhatsApp gateway's licence is not activated");

/// <summary>The link was spent or revoked, or has expired where that matters.</summary>
public sealed record LinkNotActive() : Refusal(RefusalKind.Conflict, "LINK_NOT_ACTIVE", "This link is no longer active");
