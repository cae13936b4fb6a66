using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Numbers;

/// <summary>Ends a number and everything that hangs on it. What the gateway has of it is cleaned up behind, until that is done.</summary>
public sealed record RemoveNumber(Caller Caller, NumberId Number) : IRequest<Result<Done>>;

internal sealed class RemoveNumberHandler(
    IStore store, IInstanceQueries instances, TimeProvider clock) : IRequestHandler<RemoveNumber, Result<Done>>
{
    public async Task<Result<Done>> Handle(RemoveNumber request, CancellationToken cancellationToken)
    {
        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();

        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (await NumberRemoval.End(work, instance, now) is not { } links)
            return new NumberNotFound();

        foreach (var link in links)
            work.Events.Add(LinkEvent.Of(EventNames.LinkRevoked, link, LinkStatus.Revoked, PairingPhase.Expired, now));
        work.Events.Add(NumberEvent.Of(EventNames.NumberRemoved, instance, now));
        work.Endpoints.CloseAll(instance.Tenant, instance.Id, now);
        await work.Commit(cancellationToken);
        return default(Done);
    }
}
