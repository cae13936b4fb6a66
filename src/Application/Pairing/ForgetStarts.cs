using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Pairing;

/// <summary>A phone's starts are counted for a day and not kept for longer.</summary>
public sealed record ForgetStarts : IRequest<Result<Done>>;

internal sealed class ForgetStartsHandler(IPairingHistory history, TimeProvider clock) : IRequestHandler<ForgetStarts, Result<Done>>
{
    public async Task<Result<Done>> Handle(ForgetStarts request, CancellationToken cancellationToken)
    {
        await history.Forget(clock.GetUtcNow() - PairingBudget.Day, cancellationToken);
        return default(Done);
    }
}
