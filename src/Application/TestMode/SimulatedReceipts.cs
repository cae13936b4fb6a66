using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.TestMode;

/// <summary>Reports of the simulated Meta about the newest message of a link.</summary>
internal sealed class SimulatedReceipts(ISendQueries sends, IMetaNumberQueries numbers, MessageReceipts receipts, TimeProvider clock)
{
    private static readonly MessageProblem Undeliverable = MessageProblem.Of(
        new SendOutcome.Refused(MetaErrors.FailureOf(131026, null), "Meta refused with error 131026: Message undeliverable"));

    /// <summary>False where no Meta number sent the link.</summary>
    public async Task<bool> Report(PairingLink link, ReceiptKind kind, CancellationToken cancellationToken)
    {
        var newest = (await sends.OfLinks([link.Id], cancellationToken))[link.Id].FirstOrDefault();
        if (newest?.Template is not { } template || await numbers.Find(template.Sender, cancellationToken) is not { } number)
            return false;
        await receipts.Record(
            [new("wamid.simulated." + newest.Id, newest.Id, number.PhoneNumberId, kind, kind == ReceiptKind.Failed ? Undeliverable : null,
                clock.GetUtcNow())],
            cancellationToken);
        return true;
    }
}
