using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

/// <summary>Sends a link to the number it is for, with the token it has.</summary>
public sealed record SendLink(Caller Caller, LinkId Link) : IRequest<Result<MessageOutcome>>;

internal sealed class SendLinkHandler(
    IStore store, OwnLinks links, IInstanceQueries instances, LinkSending sending, TimeProvider clock)
    : IRequestHandler<SendLink, Result<MessageOutcome>>
{
    public async Task<Result<MessageOutcome>> Handle(SendLink request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await links.Find(request.Caller, request.Link, cancellationToken) is not { } link)
            return new LinkNotFound();
        if (link.Provider == Provider.Meta)
            return new NotSupportedForMeta();
        if (link.StatusAt(now) != LinkStatus.Active
            || await instances.Find(link.Tenant, link.Number!.Value, cancellationToken) is not { } instance)
            return new LinkNotActive();

        var draft = await sending.Draft(request.Caller, link, now, cancellationToken);
        await using (var work = await store.Begin(cancellationToken))
        {
            work.Sends.Add(draft, instance.Number);
            await work.Commit(cancellationToken);
        }

        return await sending.Outcome(draft, cancellationToken);
    }
}

internal sealed class SentLinkAnswer(ISendQueries sends, LinkSending sending) : IRebuild<SendLink, Result<MessageOutcome>>
{
    public async Task<Result<MessageOutcome>?> Rebuild(SendLink request, MadeResource? made, CancellationToken cancellationToken) =>
        (await sends.OfLinks([request.Link], cancellationToken))[request.Link].FirstOrDefault() is { } send
            ? await sending.Outcome(send, cancellationToken) : (Result<MessageOutcome>?)null;
}
