using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Access;

/// <summary>Keys are remembered for a day.</summary>
public sealed record ForgetIdempotencyKeys : IRequest<Result<int>>;

internal sealed class ForgetIdempotencyKeysHandler(IIdempotencyKeys keys) : IRequestHandler<ForgetIdempotencyKeys, Result<int>>
{
    public async Task<Result<int>> Handle(ForgetIdempotencyKeys request, CancellationToken cancellationToken) => await keys.Forget(cancellationToken);
}
