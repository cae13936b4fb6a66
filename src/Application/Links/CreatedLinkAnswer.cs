using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Links;

/// <summary>The token is read from its envelope; a link that can no longer be used is named only.</summary>
internal sealed class CreatedLinkAnswer(ILinkQueries links, ILinkUrls urls, IInstanceQueries instances, ISendQueries sends, LinkSending sending)
    : IRebuild<CreatePairingLink, Result<PairingLinkCreated>>
{
    public async Task<Result<PairingLinkCreated>?> Rebuild(CreatePairingLink request, MadeResource? made, CancellationToken cancellationToken)
    {
        if (made is null || await links.Find(request.Caller.Tenant, new(made.Id), cancellationToken) is not { } link || await urls.Token(link, cancellationToken) is not { } token)
            return null;
        var instance = link.Number is { } number ? await instances.Find(link.Tenant, number, cancellationToken) : null;
        KeyId? linked = request.Reconnect is null && request.LinkToApiKey && request.Caller.Scope == KeyScope.Number ? request.Caller.Key : null;
        return new PairingLinkCreated(link, token, instance, request.SendViaWhatsApp ? await Message() : null, linked);

        async Task<MessageOutcome> Message() =>
            (await sends.OfLinks([link.Id], cancellationToken))[link.Id].LastOrDefault() is { } first
                ? await sending.Outcome(first, cancellationToken)
                : new(false, Domain.Messaging.MessageProblem.NoRecipient);
    }
}
