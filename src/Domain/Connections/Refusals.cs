using PilotPairing.Domain.Links;

namespace PilotPairing.Domain.Connections;

/// <param name="Method">What was asked for too often, where the other way may be tried meanwhile.</param>
public sealed record PairingCooldown(
    DateTimeOffset Until, TimeSpan Wait, PairingMethod? Method = null)
    : Refusal(RefusalKind.TooMany, "PAIRING_COOLDOWN", "Too many requests")
{
    public static readonly PairingCooldown Example = new(DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1));

    public override IReadOnlyDictionary<string, object?> Details => Method is null
        ? new Dictionary<string, object?> { ["until"] = Until }
        : new Dictionary<string, object?> { ["until"] = Until, ["method"] = Method == PairingMethod.Code ? "code" : "qr" };

    public override TimeSpan? RetryAfter => Wait;
}

/// <summary>The gateway answers, and WhatsApp gives it no QR code and no pairing code.</summary>
public sealed record PairingStalled() : Refusal(RefusalKind.Unavailable, "PAIRING_STALLED",
    "WhatsApp gave the gateway no code to show; ask again for a new one")
{
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(5);
}
