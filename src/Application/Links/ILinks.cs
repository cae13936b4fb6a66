using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

public interface ILinks
{
    /// <param name="token">Kept in an envelope as long as it can be used, for pending messages and webhooks that contain the URL.</param>
    void Add(PairingLink link, PairingToken token);

    /// <summary>What became of each entry of the request that makes these links: its answer is made again from it.</summary>
    void AddOutcomes(LinkId first, string outcomes);

    /// <summary>The customer did something; the answer says whether it was the first time. Null when the link cannot be used.</summary>
    /// <param name="method">How it was started, where it was.</param>
    Task<LinkTouch?> Touch(LinkId link, LinkActivity activity, DateTimeOffset now, PairingMethod? method = null);

    /// <summary>What opened the page; the last one counts.</summary>
    void NoteVisitor(LinkId link, PageVisitor visitor);

    /// <summary>When the link that opens WhatsApp was tapped, or the page was looked at after that; the first time counts.</summary>
    void NoteTap(LinkId link, bool returned, DateTimeOffset now);

    /// <summary>The phone's message, as the customer picked it; the last one counts.</summary>
    void NoteMessage(LinkId link, string message, DateTimeOffset now);

    /// <summary>False when the customer of this expired link asked before.</summary>
    Task<bool> RequestRenewal(LinkId link, DateTimeOffset now);

    /// <summary>Why the last attempt failed.</summary>
    void NoteFailure(LinkId link, string reason, DateTimeOffset now);

    /// <summary>The customer opened Meta's dialog, or the signup is being registered there.</summary>
    void Step(PairingLink link, MetaStep step);

    /// <summary>Nothing came of it. False when that is known already, or the link cannot be used any more.</summary>
    /// <param name="detail">Meta's message, for the tenant.</param>
    Task<bool> LeaveMeta(PairingLink link, string reason, string? detail, DateTimeOffset now);

    /// <summary>Spends a link whose number is about to be written; false when its token died meanwhile.</summary>
    Task<bool> Spend(PairingLink link, DateTimeOffset now);

    /// <summary>The number of a link that had none until it was spent.</summary>
    void Attach(LinkId link, NumberId number);

    /// <summary>Spends every usable link of a number that connected.</summary>
    void SpendAll(NumberId number, DateTimeOffset now);

    /// <summary>Kills the token; false when it is dead already.</summary>
    Task<bool> Revoke(LinkId link);

    /// <summary>A new token and end for a link that is active or expired; false for any other.</summary>
    Task<bool> Rotate(PairingLink link, PairingToken token, DateTimeOffset now, DateTimeOffset expiresAt);

    /// <summary>
    /// Writes what was sent, in one statement; a new end makes the link active. False for a link that is neither active nor expired.
    /// </summary>
    Task<bool> Change(LinkId link, LinkChange change);

    /// <summary>Ends every link of a number that is removed, and answers those that could still be used.</summary>
    Task<IReadOnlyList<PairingLink>> RevokeAll(NumberId number, DateTimeOffset now);

    /// <summary>Writes down which links the clock has ended since the last time, and answers them.</summary>
    Task<IReadOnlyList<PairingLink>> ExpireDue(DateTimeOffset now, int atMost);

    /// <summary>Ends one link now; null when it was not active.</summary>
    Task<PairingLink?> Expire(LinkId link, DateTimeOffset now);

    /// <summary>Links that were started and then left alone, once each.</summary>
    Task<IReadOnlyList<PairingLink>> AbandonDue(DateTimeOffset quietSince, DateTimeOffset now, int atMost);
}

public enum LinkActivity
{
    Opened,
    Started,
    Scanned,
}

/// <summary>Which steps a touch took for the first time.</summary>
public sealed record LinkTouch(bool FirstOpened, bool FirstStarted);

public sealed record LinkFunnel(
    DateTimeOffset? OpenedAt, DateTimeOffset? StartedAt, DateTimeOffset? ScannedAt, DateTimeOffset? ConnectedAt,
    DateTimeOffset? AbandonedAt)
{
    /// <summary>When the link that opens WhatsApp was tapped.</summary>
    public DateTimeOffset? TappedAt { get; init; }

    /// <summary>When the page was looked at again after that.</summary>
    public DateTimeOffset? TapReturnedAt { get; init; }
}

/// <summary>A link as its owner sees it.</summary>
/// <param name="Pairing">Null for links whose number is not known yet or was removed.</param>
/// <param name="Deliveries">Its messages, the newest first.</param>
public sealed record LinkDetail(
    PairingLink Link, PairingView? Pairing, LinkFunnel Funnel, int Opens, int Attempts, string? FailureReason, string? PhoneMessage,
    IReadOnlyList<LinkSend> Deliveries)
{
    /// <summary>Meta's message about the failure.</summary>
    public string? FailureDetail { get; init; }

    /// <summary>What opened the page last; null before that.</summary>
    public PageVisitor? Visitor { get; init; }
}

public interface ILinkQueries
{
    Task<PairingLink?> Find(LinkId id, CancellationToken cancellationToken);

    /// <summary>Another tenant's link is not found.</summary>
    Task<PairingLink?> Find(TenantId tenant, LinkId id, CancellationToken cancellationToken);

    Task<IReadOnlyList<LinkId>> OfNumber(TenantId tenant, NumberId number, CancellationToken cancellationToken);

    Task<Page<LinkDetail>> List(ListOwnLinks request, DateTimeOffset now, CancellationToken cancellationToken);

    Task<LinkDetail?> Detail(TenantId tenant, LinkId id, CancellationToken cancellationToken);
}
