using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Pairing;

/// <summary>
/// Asks the gateway what is true of a number and acts on the answer. The watcher, the reconciler, a gateway's notification and the
/// simulator's remote control all end here, and may do so at once: each write is decided by the database.
/// </summary>
public sealed record ObserveNumber(NumberId Number) : IRequest<Result<Observation>>;

/// <param name="Watching">The attempt goes on and wants to be looked at again.</param>
public sealed record Observation(bool Watching);

internal sealed class ObserveNumberHandler(NumberTruth truth) : IRequestHandler<ObserveNumber, Result<Observation>>
{
    public async Task<Result<Observation>> Handle(ObserveNumber request, CancellationToken cancellationToken) =>
        await truth.Look(request.Number, cancellationToken) is { } look ? new Observation(look.Watching) : new NumberNotFound();
}
