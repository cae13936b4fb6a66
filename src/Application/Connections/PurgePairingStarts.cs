using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Connections;

namespace PilotPairing.Application.Connections;

/// <summary>A phone's starts are counted for a day and not kept for longer.</summary>
public sealed record PurgePairingStarts : IRequest<Result<Done>>;

internal sealed class PurgePairingStartsHandler(
    IPairingHistory history, TimeProvider clock) : IRequestHandler<PurgePairingStarts, Result<Done>>
{
    public async Task<Result<Done>> Handle(PurgePairingStarts request, CancellationToken cancellationToken)
    {
        await history.Purge(clock.GetUtcNow() - PairingBudget.Day, cancellationToken);
        return default(Done);
    }
}
