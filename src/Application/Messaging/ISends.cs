using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Messaging;

public enum SendStart
{
    Begun,

    /// <summary>A limit is reached: the message must not be sent.</summary>
    Limited,

    /// <summary>Somebody else begun or ended it.</summary>
    Taken,
}

public interface ISends
{
    /// <summary>Adds the message to the outbox if it is pending; else stores why it failed at once.</summary>
    void Add(LinkSend send, PhoneNumber recipient);

    /// <summary>
    /// Decides who calls the gateway: one caller ever. Messages that may have reached somebody within 24 hours count against both limits;
    /// other callers that begin one of the tenant's wait for this unit of work.
    /// </summary>
    /// <param name="perTenant">Null has no limit.</param>
    /// <param name="metaNumber">Meta's id of the sender: its receipts name it. Null for a number that was paired by a phone.</param>
    Task<SendStart> Begin(SendId id, int perRecipient, int? perTenant, MetaId? metaNumber);

    /// <summary>
    /// Stores the outcome if the message still has the status <paramref name="seen"/> or became unknown meanwhile; else nothing changes,
    /// and the result is false.
    /// </summary>
    Task<bool> Complete(SendId id, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId, DateTimeOffset now);

    /// <summary>
    /// Stores what Meta reports, which also ends the waiting for an answer that got lost. A message only advances: what a phone had stays
    /// delivered, and what was read stays read.
    /// </summary>
    Task<ReceiptEffect> Record(ReceiptSubject subject, MessageReceipt receipt);
}

public enum ReceiptEffect
{
    /// <summary>Known already, or overtaken.</summary>
    None,
    Noted,

    /// <summary>A phone has it, which was not known before.</summary>
    FirstDelivered,
    Failed,
}

public interface ISendQueries
{
    Task<LinkSend?> Find(SendId id, CancellationToken cancellationToken);

    /// <summary>Our message that a receipt is about; null for messages that were not sent by us. By its number, so that no other account's
    /// receipt is about it.</summary>
    Task<ReceiptSubject?> SubjectOf(MessageReceipt receipt, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<ILookup<LinkId, LinkSend>> OfLinks(IReadOnlyCollection<LinkId> links, CancellationToken cancellationToken);
}

public interface ISendCompletions
{
    /// <summary>The message once it is no longer under way, or as it stands when a request has waited long enough.</summary>
    Task<LinkSend> Await(SendId id, CancellationToken cancellationToken);
}
