using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Meta;

/// <summary>What codes were exchanged for is not kept for completions that nobody went on with.</summary>
public sealed record PurgeHeldGrants : IRequest<Result<Done>>;

internal sealed class PurgeHeldGrantsHandler(IStore store, TimeProvider clock) : IRequestHandler<PurgeHeldGrants, Result<Done>>
{
    public async Task<Result<Done>> Handle(PurgeHeldGrants request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        work.MetaCompletions.PurgeHeld(clock.GetUtcNow() - HeldGrant.Life);
        await work.Commit(cancellationToken);
        return default(Done);
    }
}
