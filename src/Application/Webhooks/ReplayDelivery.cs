using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

public sealed record ReplayDelivery(Caller Caller, DeliveryId Delivery) : IRequest<Result<Replayed>>;

internal sealed class ReplayDeliveryHandler(IStore store) : IRequestHandler<ReplayDelivery, Result<Replayed>>
{
    public async Task<Result<Replayed>> Handle(ReplayDelivery request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (await work.Deliveries.Replay(request.Caller, request.Delivery) is not { } replayed)
            return new DeliveryNotFound();

        await work.Commit(cancellationToken);
        return replayed;
    }
}

internal sealed class ReplayedAnswer : IRebuild<ReplayDelivery, Result<Replayed>>
{
    public Task<Result<Replayed>?> Rebuild(ReplayDelivery request, MadeResource? made, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Replayed>?>(new Replayed(made is null ? null : new DeliveryId(made.Id)));
}
