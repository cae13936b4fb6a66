using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Links;

/// <summary>The token is read from its envelope; a link that can no longer be used is named only.</summary>
internal sealed class CreatedLinkAnswer(
    ILinkQueries links, ILinkUrls urls, IInstanceQueries instances, ISendQueries sends, LinkSending sending)
    : IRebuild<CreatePairingLink, Result<PairingLinkCreated>>
{
    public async Task<Result<PairingLinkCreated>?> Rebuild(
        CreatePairingLink request, MadeResource? made, CancellationToken cancellationToken) =>
        made is null ? null : await Rebuild(request, new LinkId(made.Id), send =>
            sending.Outcome(send, cancellationToken), cancellationToken);

    /// <param name="outcome">What is answered of the link's message.</param>
    public async Task<Result<PairingLinkCreated>?> Rebuild(
        CreatePairingLink request, LinkId id, Func<LinkSend, Task<MessageOutcome>> outcome, CancellationToken cancellationToken)
    {
        if (await links.Find(request.Caller.Tenant, id, cancellationToken) is not { } link
            || await urls.Token(link, cancellationToken) is not { } token)
            return null;
        var instance = link.Number is { } number ? await instances.Find(link.Tenant, number, cancellationToken) : null;
        KeyId? linked = request.Reconnect is null && request.LinkToApiKey && request.Caller.Scope == KeyScope.Number
            ? request.Caller.Key : null;
        return new PairingLinkCreated(link, token, instance, request.SendViaWhatsApp ? await Message() : null, linked);

        async Task<MessageOutcome> Message() =>
            (await sends.OfLinks([link.Id], cancellationToken))[link.Id].LastOrDefault() is { } first
                ? await outcome(first)
                : new(false, MessageProblem.NoRecipient);
    }
}

/// <summary>Every entry as it was answered; one whose link can no longer be used is named only.</summary>
internal sealed class CreatedLinksAnswer(CreatedLinkAnswer each) : IRebuild<CreatePairingLinks, Result<PairingLinksCreated>>
{
    public async Task<Result<PairingLinksCreated>?> Rebuild(
        CreatePairingLinks request, MadeResource? made, CancellationToken cancellationToken)
    {
        if (made?.Outcomes is not { } stored || request.Links is not { } entries)
            return null;
        var outcomes = new List<Result<PairingLinkCreated>>(entries.Count);
        foreach (var (entry, outcome) in entries.Zip(BulkOutcomes.Read(stored)))
            outcomes.Add(outcome.Refusal ?? await Link(entry, outcome.Value, cancellationToken));
        return new PairingLinksCreated(outcomes);
    }

    private async Task<Result<PairingLinkCreated>> Link(CreatePairingLink entry, LinkId id, CancellationToken cancellationToken) =>
        await each.Rebuild(entry, id, send => Task.FromResult(MessageOutcome.Of(send)), cancellationToken)
            ?? new IdempotencyInProgress(id.ToString());
}
