using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Access;

/// <summary>Keys are remembered for a day.</summary>
public sealed record PurgeIdempotencyKeys : IRequest<Result<int>>;

internal sealed class PurgeIdempotencyKeysHandler(IIdempotencyKeys keys) : IRequestHandler<PurgeIdempotencyKeys, Result<int>>
{
    public async Task<Result<int>> Handle(PurgeIdempotencyKeys request, CancellationToken cancellationToken) =>
        await keys.Purge(cancellationToken);
}
