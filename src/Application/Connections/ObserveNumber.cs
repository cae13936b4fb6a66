using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>
/// One check by the node that watches an attempt: asks the gateway for the number's state, acts on the answer, and makes a pending
/// start. Others may check at the same time: the database decides each write.
/// </summary>
public sealed record ObserveNumber(NumberId Number) : IRequest<Result<Observation>>, ICallOutside;

/// <param name="Watching">The attempt goes on and must be checked again.</param>
public sealed record Observation(bool Watching);

internal sealed class ObserveNumberHandler(InstanceReconciler reconciler) : IRequestHandler<ObserveNumber, Result<Observation>>
{
    public async Task<Result<Observation>> Handle(ObserveNumber request, CancellationToken cancellationToken) =>
        await reconciler.Watch(request.Number, cancellationToken) is { } result ? new Observation(result.Watching) : new NumberNotFound();
}
