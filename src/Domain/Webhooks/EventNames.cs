using System.Collections.Frozen;

namespace PilotPairing.Domain.Webhooks;

/// <summary>What an endpoint can subscribe to, and the two names it cannot: the wildcard and the test.</summary>
public static class EventNames
{
    public const string All = "*";
    public const string WebhookTest = "webhook.test";
    public const string NumberCreated = "number.created";
    public const string NumberConnected = "number.connected";
    public const string NumberDisconnected = "number.disconnected";
    public const string NumberRemoved = "number.removed";
    public const string NumberMismatch = "number.mismatch";
    public const string NumberPasskeyRequired = "number.passkey_required";
    public const string LinkCreated = "link.created";
    public const string LinkOpened = "link.opened";
    public const string LinkStarted = "link.started";
    public const string LinkFailed = "link.failed";
    public const string LinkExpired = "link.expired";
    public const string LinkRevoked = "link.revoked";
    public const string LinkAbandoned = "link.abandoned";
    public const string LinkRenewalRequested = "link.renewal_requested";
    public const string LinkMessageDelivered = "link.message_delivered";
    public const string LinkMessageFailed = "link.message_failed";

    public static readonly FrozenSet<string> Selectable =
    [
        NumberCreated, NumberConnected, NumberDisconnected, NumberRemoved, NumberMismatch, NumberPasskeyRequired,
        LinkCreated, LinkOpened, LinkStarted, LinkFailed, LinkExpired, LinkRevoked, LinkAbandoned, LinkRenewalRequested,
        LinkMessageDelivered, LinkMessageFailed,
    ];

    /// <summary>Names we do not send are dropped silently, so that a client of the original API can keep its list.</summary>
    public static IReadOnlyList<string> Keep(IEnumerable<string> names) =>
        [.. names.Where(name => name == All || Selectable.Contains(name)).Distinct()];
}
