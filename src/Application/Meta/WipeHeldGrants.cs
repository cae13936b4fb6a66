using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Meta;

/// <summary>What codes were exchanged for is not kept for completions that nobody went on with.</summary>
public sealed record WipeHeldGrants : IRequest<Result<Done>>;

internal sealed class WipeHeldGrantsHandler(IStore store, TimeProvider clock) : IRequestHandler<WipeHeldGrants, Result<Done>>
{
    public async Task<Result<Done>> Handle(WipeHeldGrants request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        work.MetaCompletions.WipeHeld(clock.GetUtcNow() - HeldGrant.Life);
        await work.Commit(cancellationToken);
        return default(Done);
    }
}
