using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
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
        if (!await work.Instances.Remove(instance.Id, now))
            return new NumberNotFound();

        instance.Remove(now);
        if (await work.Attempts.Current(instance.Id) is { } current)
        {
            current.Attempt.End(PairingPhase.Ready, now);
            await work.Attempts.Save(current);
        }

        foreach (var link in await work.Links.RevokeAll(instance.Id, now))
            work.Events.Add(LinkEvent.Of(EventNames.LinkRevoked, link, LinkStatus.Revoked, PairingPhase.Expired, now));
        await work.KeyMoves.End(instance.Tenant, instance.Id, now);
        work.Events.Add(NumberEvent.Of(EventNames.NumberRemoved, instance, now));
        work.Endpoints.CloseAll(instance.Id, now);
        if (instance.Provider == Provider.PilotStatus)
            work.CleanUps.Add(instance, CleanUp.Delete);
        else
            work.MetaNumbers.Delete(instance.Id);
        await work.Commit(cancellationToken);
        return default(Done);
    }
}
