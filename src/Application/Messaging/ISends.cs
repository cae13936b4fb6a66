using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
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
    Task<SendStart> Begin(SendId id, int perRecipient, int? perTenant);

    /// <summary>
    /// Stores the outcome if the message still has the status <paramref name="seen"/> or became unknown meanwhile; else nothing changes.
    /// </summary>
    Task Complete(SendId id, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId, DateTimeOffset now);
}

public interface ISendQueries
{
    Task<LinkSend?> Find(SendId id, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<ILookup<LinkId, LinkSend>> OfLinks(IReadOnlyCollection<LinkId> links, CancellationToken cancellationToken);
}

public interface ISendCompletions
{
    /// <summary>The message once it is no longer under way, or as it stands when a request has waited long enough.</summary>
    Task<LinkSend> Await(SendId id, CancellationToken cancellationToken);
}
