using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Embed;

namespace PilotPairing.Application.Embed;

/// <summary>Renews a session that still holds, for a page that stays open.</summary>
public sealed record RefreshSession(string? Token) : IRequest<Result<EmbedToken>>;

internal sealed class RefreshSessionHandler(
    IEmbedSeal seal, IKeyQueries keys, TimeProvider clock) : IRequestHandler<RefreshSession, Result<EmbedToken>>
{
    public async Task<Result<EmbedToken>> Handle(RefreshSession request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (request.Token is null || seal.Open(request.Token) is not { } session || session.ExpiresAt <= now
            || session.Renewed(now) is not { } renewed)
            return new InvalidSession();
        if (!await keys.IsAlive(session.Tenant, session.Key, cancellationToken))
            return new InvalidSession();
        return new EmbedToken(seal.Seal(renewed), renewed);
    }
}
