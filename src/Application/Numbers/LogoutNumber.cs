using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>Takes the device off the phone; the number stays and can be connected again.</summary>
public sealed record LogoutNumber(Caller Caller, NumberId Number) : IRequest<Result<Instance>>, IMayRunAgain;

internal sealed class LogoutNumberHandler(
    IStore store, IInstanceQueries instances, DisconnectedEvent disconnected, TimeProvider clock)
    : IRequestHandler<LogoutNumber, Result<Instance>>
{
    public async Task<Result<Instance>> Handle(LogoutNumber request, CancellationToken cancellationToken)
    {
        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();
        if (instance.Provider == Provider.Meta)
            return new NotSupportedForMeta();
        if (instance.State == InstanceState.Close)
            return instance;

        var now = clock.GetUtcNow();
        var token = await disconnected.DrawToken(instance.Tenant, cancellationToken);
        await using var work = await store.Begin(cancellationToken);
        if (await work.Instances.Disconnect(instance.Id, DisconnectReason.LoggedOut, null, now))
            DisconnectedEvent.Publish(work, Closed(instance, now), DisconnectReason.LoggedOut, token, now);
        else if (!await work.Instances.StopPairing(instance.Id, now))
            return new NumberNotFound();

        if (await work.Attempts.Current(instance.Id) is { } current)
        {
            current.Attempt.End(PairingPhase.Ready, now);
            await work.Attempts.Save(current);
        }

        work.CleanUps.Add(instance, CleanUp.Logout);
        await work.Commit(cancellationToken);
        return Closed(instance, now);
    }

    private static Instance Closed(Instance instance, DateTimeOffset now)
    {
        instance.Close(now);
        return instance;
    }
}
