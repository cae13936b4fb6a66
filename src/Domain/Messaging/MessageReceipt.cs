using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Domain.Messaging;

/// <summary>What Meta reports of a message after it took it. Reports come late, twice and in any order.</summary>
public enum ReceiptKind
{
    Sent,
    Delivered,
    Read,
    Failed,
}

/// <param name="MessageId">Meta's own id. It contains the recipient's number: it is logged nowhere.</param>
/// <param name="Send">Ours, which went with the message; null where Meta does not return it.</param>
/// <param name="Sender">Meta's id of the number that sent it.</param>
/// <param name="Problem">Why it failed; null otherwise.</param>
public sealed record MessageReceipt(
    string MessageId, SendId? Send, MetaId Sender, ReceiptKind Kind, MessageProblem? Problem, DateTimeOffset At)
{
    public override string ToString() => $"[receipt {Kind}]";
}

/// <summary>A message of ours that a receipt is about.</summary>
public sealed record ReceiptSubject(SendId Send, TenantId Tenant, LinkId Link);
