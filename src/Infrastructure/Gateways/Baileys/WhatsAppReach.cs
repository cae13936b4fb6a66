namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>Why WhatsApp is not reached, and how this machine's clock is, in sentences for the operator.</summary>
internal static class WhatsAppReach
{
    private static readonly TimeSpan BearableSkew = TimeSpan.FromMinutes(1);

    /// <param name="code">What Node.js calls the failure.</param>
    public static string NotReached(string? code) => $"WhatsApp is not reached: {Reason(code)}. It is tried again by itself.";

    /// <param name="ahead">How far our clock is ahead of WhatsApp's.</param>
    public static string? ClockOff(TimeSpan ahead) => ahead.Duration() <= BearableSkew ? null
        : $"This machine's clock is {ahead.Duration().TotalMinutes:0} minutes {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} WhatsApp's: "
            + "let it keep time by NTP.";

    private static string Reason(string? code) => code switch
    {
        "ENOTFOUND" or "EAI_AGAIN" => "its name does not resolve; check DNS",
        "ECONNREFUSED" => "the connection is refused; check the firewall or proxy in between",
        "ABORT_ERR" or "ETIMEDOUT" or "EHOSTUNREACH" or "ENETUNREACH" =>
            "nothing answers; check the network, and whether a firewall drops what goes there",
        "CERT_NOT_YET_VALID" or "CERT_HAS_EXPIRED" =>
            "its certificate is not valid at this machine's time; check the clock and let it keep time by NTP",
        "SELF_SIGNED_CERT_IN_CHAIN" or "DEPTH_ZERO_SELF_SIGNED_CERT" or "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"
            or "UNABLE_TO_VERIFY_LEAF_SIGNATURE" or "ERR_TLS_CERT_ALTNAME_INVALID" =>
            $"its certificate is not trusted ({code}); a proxy that opens TLS stands in between, or somebody else answers",
        null => "it does not say which version its client has",
        _ => $"the connection fails ({code})",
    };
}
