using PilotPairing.Application.Pairing;
using PilotPairing.Domain;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Meta;

/// <summary>What a customer's browser brings back to its link from Meta.</summary>
public interface ICompleteMetaLink
{
    /// <summary>Null when what was sent is no token at all.</summary>
    TokenHash? Token { get; }

    MetaFlow Flow { get; }
}

/// <summary>Told before a broken body is complained about: no body would complete a dead link or one of another kind.</summary>
internal sealed class MetaLink(IPairingBoard board, TimeProvider clock) : IExistence<ICompleteMetaLink>
{
    public async Task<Refusal?> Missing(ICompleteMetaLink request, CancellationToken cancellationToken)
    {
        if (request.Token is not { } token || await board.Find(token, cancellationToken) is not { Link: var link } || link.StatusAt(clock.GetUtcNow()) != LinkStatus.Active)
            return new InvalidSession();
        return link.MetaFlow == request.Flow ? null : new NotSupportedForLink();
    }
}
