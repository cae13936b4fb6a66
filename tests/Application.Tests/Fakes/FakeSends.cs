using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>One message and its outcome; a test configures whether it may begin.</summary>
internal sealed class FakeSends : ISends, ISendQueries
{
    public LinkSend? Send { get; set; }

    public SendStart OnBegin { get; set; } = SendStart.Begun;

    public List<(SendStatus Seen, SendStatus Ending, MessageProblem? Problem)> Completed { get; } = [];

    public void Add(LinkSend send, PhoneNumber recipient) => Send = send;

    public Task<SendStart> Begin(SendId id, int perRecipient, int? perTenant, MetaId? metaNumber) => Task.FromResult(OnBegin);

    public Task<bool> Complete(
        SendId id, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId, DateTimeOffset now)
    {
        Completed.Add((seen, ending, problem));
        return Task.FromResult(true);
    }

    public Task<ReceiptEffect> Record(ReceiptSubject subject, MessageReceipt receipt) => throw new NotSupportedException();

    public Task<ReceiptSubject?> SubjectOf(MessageReceipt receipt, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<LinkSend?> Find(SendId id, CancellationToken cancellationToken) => Task.FromResult(Send);

    public Task<ILookup<LinkId, LinkSend>> OfLinks(IReadOnlyCollection<LinkId> links, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
