using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Links;

/// <summary>Events about the message of a link, for the unit of work that writes what became of it.</summary>
internal sealed class MessageEvents(ILinkQueries links)
{
    /// <summary>Null for a link that was deleted.</summary>
    public Task<LinkEvent?> Delivered(ReceiptSubject subject, DateTimeOffset now) =>
        Of(EventNames.LinkMessageDelivered, subject.Tenant, subject.Link, subject.Send, null, now);

    /// <summary>Null for a link that was deleted.</summary>
    public Task<LinkEvent?> Failed(TenantId tenant, LinkId link, SendId send, MessageProblem? problem, DateTimeOffset now) =>
        Of(EventNames.LinkMessageFailed, tenant, link, send, problem?.Code, now);

    private async Task<LinkEvent?> Of(string type, TenantId tenant, LinkId id, SendId send, MessageCode? code, DateTimeOffset now)
    {
        if (await links.Find(tenant, id, CancellationToken.None) is not { } link)
            return null;
        var status = link.StatusAt(now);
        var phase = status switch
        {
            LinkStatus.Active => PairingPhase.Ready,
            LinkStatus.Used => PairingPhase.Connected,
            LinkStatus.Expired or LinkStatus.Revoked => PairingPhase.Expired,
        };
        return LinkEvent.Of(type, link, status, phase, now) with { Message = send, Reason = code is { } known ? Reason(known) : null };
    }

    /// <summary>As <c>messageErrorCode</c> spells it.</summary>
    private static string Reason(MessageCode code) => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString());
}
