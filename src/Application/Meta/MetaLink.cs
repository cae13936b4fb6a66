using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Meta;

/// <summary>What a customer's browser brings back to its link from Meta.</summary>
public interface ICompleteMetaLink
{
    /// <summary>Null when what was sent is no token at all.</summary>
    TokenHash? Token { get; }

    MetaFlow Flow { get; }
}

/// <summary>The link that a customer completes.</summary>
internal sealed class MetaLink(IPairingStateCache states, MetaCompletion completion, TimeProvider clock) : IExistence<ICompleteMetaLink>
{
    /// <summary>Reported before a broken body is: no body would complete a dead link or one of another kind.</summary>
    public async Task<Refusal?> Missing(ICompleteMetaLink request, CancellationToken cancellationToken) =>
        await Find(request, cancellationToken) is { } view && IsActive(view) ? Unfit(view, request) : new InvalidSession();

    public async Task<Result<MetaCompleted>> Complete(ICompleteMetaLink request, MetaBrought brought, CancellationToken cancellationToken)
    {
        if (await Find(request, cancellationToken) is not { } view)
            return new InvalidSession();
        if (!IsActive(view))
            return await completion.Done(view, brought.Mark, cancellationToken);
        return Unfit(view, request) is { } unfit ? unfit : await completion.Run(view.Link, brought, cancellationToken);
    }

    private async ValueTask<LinkView?> Find(ICompleteMetaLink request, CancellationToken cancellationToken) =>
        request.Token is { } token ? await states.Find(token, cancellationToken) : null;

    private bool IsActive(LinkView view) => view.Link.StatusAt(clock.GetUtcNow()) == LinkStatus.Active;

    private static NotSupportedForLink? Unfit(LinkView view, ICompleteMetaLink request) =>
        view.Link.Takes(request.Flow) ? null : new NotSupportedForLink();
}
