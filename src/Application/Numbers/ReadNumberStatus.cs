using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>
/// The current state of a number: asks the gateway when its last answer is older than two seconds, and waits for it only briefly.
/// </summary>
public sealed record ReadNumberStatus(Caller Caller, NumberId Number) : IRequest<Result<NumberStatus>>;

/// <param name="CheckedAt">When the gateway last confirmed the state; older than two seconds means it could not be asked.</param>
public sealed record NumberStatus(NumberId Number, InstanceState State, DateTimeOffset? CheckedAt);

internal sealed class ReadNumberStatusHandler(
    IInstanceQueries instances, RecentChecks checks, TimeProvider clock) : IRequestHandler<ReadNumberStatus, Result<NumberStatus>>
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    public async Task<Result<NumberStatus>> Handle(ReadNumberStatus request, CancellationToken cancellationToken)
    {
        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();
        // A closed number that nobody pairs has nothing to ask about, unless it was lost and may return.
        if ((instance.State == InstanceState.Close && !instance.LastCheck.MayReturn) || instance.Provider == Provider.Meta)
            return new NumberStatus(instance.Id, instance.State, clock.GetUtcNow());

        var checkedAt = await checks.Within(instance.Id, Fresh, LongestWait, cancellationToken);
        var now = await instances.Find(request.Caller.Tenant, request.Number, cancellationToken);
        return now is null ? new NumberNotFound() : new NumberStatus(now.Id, now.State, checkedAt ?? now.LastCheck.At);
    }
}
