using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Links;

/// <summary>Whether a link was sent over WhatsApp; the link itself is fine either way.</summary>
public sealed record MessageOutcome(bool Sent, MessageProblem? Problem)
{
    public static MessageOutcome Of(LinkSend send) =>
        new(send.WasSent, send.IsUnderWay ? MessageProblem.UnderWay : send.Problem);

    /// <summary>Of a link that no message sends: nobody wanted one, or there is nobody to send it to.</summary>
    public static MessageOutcome? WithoutDraft(CreatePairingLink request) =>
        request.SendViaWhatsApp ? new(false, MessageProblem.NoRecipient) : null;
}

/// <summary>
/// What a request does to send a link: it chooses the template and waits. A worker talks to the gateway, so that a slow one costs the
/// caller its answer, not the message.
/// </summary>
internal sealed class LinkSending(ITemplateQueries templates, ISendCompletions completions)
{
    /// <summary>To be added to the caller's unit of work. A number key sends with its own number's templates.</summary>
    public async Task<LinkSend> Draft(Caller caller, PairingLink link, DateTimeOffset now, CancellationToken cancellationToken) =>
        LinkSend.Of(link, MessageTemplate.For(link.Terms.Locale,
            await templates.Named(caller, MessageTemplate.OfLinks, cancellationToken)), now);

    public async Task<MessageOutcome> Outcome(LinkSend draft, CancellationToken cancellationToken) =>
        MessageOutcome.Of(draft.IsUnderWay ? await completions.Await(draft.Id, cancellationToken) : draft);
}
