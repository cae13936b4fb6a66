using System.Collections.Frozen;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>
/// What a page says after a form was done. The address names it by a word of this list: nobody can have our page say a sentence of theirs.
/// </summary>
internal static class OpsNotices
{
    public const string Parameter = "done";
    public const string Revoked = "revoked";
    public const string Extended = "extended";
    public const string Sent = "sent";
    public const string NotSent = "not-sent";
    public const string Pending = "pending";
    public const string LoggedOut = "logged-out";
    public const string Enabled = "enabled";
    public const string Tested = "tested";
    public const string Replayed = "replayed";
    public const string Inactive = "inactive";
    public const string KeyRevoked = "key-revoked";
    public const string Suspended = "suspended";
    public const string Resumed = "resumed";
    public const string ToBeDeleted = "to-be-deleted";
    public const string Kept = "kept";

    private static readonly FrozenDictionary<string, string> Texts = new Dictionary<string, string>
    {
        [Revoked] = "The link is revoked.",
        [Extended] = "The link has a new end.",
        [Sent] = "The sending side accepted the message.",
        [NotSent] = "The message was not sent; the reason is below.",
        [Pending] = "The message is on its way; its outcome appears below.",
        [LoggedOut] = "The device is logged out. The gateway ends its session in the background.",
        [Enabled] = "The endpoint is active again. What it missed is sent only by a replay.",
        [Tested] = "A test event is due now; its attempt appears below.",
        [Replayed] = "It is due now; the attempt appears below.",
        [Inactive] = "The endpoint is inactive: nothing was sent.",
        [KeyRevoked] = "The key is revoked. Every node refuses it within five seconds.",
        [Suspended] = "The tenant is suspended.",
        [Resumed] = "The tenant can work again.",
        [ToBeDeleted] = "The tenant is marked for deletion. None of its keys works any more.",
        [Kept] = "The tenant is kept.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string? Of(string? word) => word is null ? null : Texts.GetValueOrDefault(word);
}
