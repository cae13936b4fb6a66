using Microsoft.Extensions.Logging;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Links;

/// <summary>Stores what Meta reports of messages, and publishes what that means for their links.</summary>
internal sealed partial class MessageReceipts(
    IStore store, ISendQueries sends, MessageEvents events, TimeProvider clock, ILogger<MessageReceipts> log)
{
    /// <summary>A tenant's number sends other messages, too, and Meta reports of all of them: those are passed over.</summary>
    public async Task Record(IReadOnlyList<MessageReceipt> receipts, CancellationToken cancellationToken)
    {
        foreach (var receipt in receipts)
        {
            if (await sends.SubjectOf(receipt, cancellationToken) is { } subject)
                await Record(subject, receipt, cancellationToken);
        }
    }

    public async Task Record(ReceiptSubject subject, MessageReceipt receipt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var published = receipt.Kind switch
        {
            ReceiptKind.Delivered or ReceiptKind.Read => await events.Delivered(subject, now),
            ReceiptKind.Failed => await events.Failed(subject.Tenant, subject.Link, subject.Send, receipt.Problem, now),
            ReceiptKind.Sent => null,
        };
        await using var work = await store.Begin(cancellationToken);
        var effect = await work.Sends.Record(subject, receipt with { At = receipt.At < now ? receipt.At : now });
        if (effect is ReceiptEffect.FirstDelivered or ReceiptEffect.Failed && published is not null)
            work.Events.Add(published);
        await work.Commit(cancellationToken);
        if (effect != ReceiptEffect.None)
            Log.Reported(log, receipt.Kind, subject.Send, receipt.Problem?.Code);
    }

    private static partial class Log
    {
        [LoggerMessage(7011, LogLevel.Information, "Meta reports message {Send} as {Kind} ({Reason})")]
        public static partial void Reported(ILogger log, ReceiptKind kind, SendId send, MessageCode? reason);
    }
}
