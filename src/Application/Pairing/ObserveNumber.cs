using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Pairing;

/// <summary>
/// The look of the one who watches an attempt: asks the gateway what is true of a number, acts on the answer, and makes the start that is
/// owed. Others look beside him at any time: each write is decided by the database.
/// </summary>
public sealed record ObserveNumber(NumberId Number) : IRequest<Result<Observation>>, ICallOutside;

/// <param name="Watching">The attempt goes on and wants to be looked at again.</param>
public sealed record Observation(bool Watching);

internal sealed class ObserveNumberHandler(InstanceReconciler reconciler) : IRequestHandler<ObserveNumber, Result<Observation>>
{
    public async Task<Result<Observation>> Handle(ObserveNumber request, CancellationToken cancellationToken) =>
        await reconciler.Watch(request.Number, cancellationToken) is { } result ? new Observation(result.Watching) : new NumberNotFound();
}
