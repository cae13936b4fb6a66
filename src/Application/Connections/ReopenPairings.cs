using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;

namespace PilotPairing.Application.Connections;

/// <summary>
/// Pairings that were given up because their gateway was away become ready once it can be used again, so that the pages of people who still
/// wait start anew. Nothing is started here: a person who left is not surprised by a code on the phone.
/// </summary>
/// <param name="Budget">As long as some wait, their gateways are probed again and again for so long.</param>
public sealed record ReopenPairings(TimeSpan Budget) : IRequest<Result<int>>;

/// <summary>An attempt that ended because its gateway was away; no other has begun since.</summary>
public sealed record GivenUpAttempt(AttemptId Id, TenantId Tenant);

internal sealed class ReopenPairingsHandler(
    IAttemptQueries attempts, ITenantDirectory tenants, IGateways gateways, IStore store, TimeProvider clock)
    : IRequestHandler<ReopenPairings, Result<int>>
{
    /// <summary>Nobody waits in front of a page for longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>A gateway that just came back does not get all of its waiting customers at once: so many of them in each pause.</summary>
    public const int MostAtOnce = 20;

    public async Task<Result<int>> Handle(ReopenPairings request, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var reopened = 0;
        while (true)
        {
            var byGateway = await ByGateway(cancellationToken);
            if (byGateway.Count == 0)
                return reopened;
            var turns = await Task.WhenAll(byGateway.Select(waiting => Turn(waiting.Key, waiting.Value, cancellationToken)));
            reopened += await Reopen([.. turns.SelectMany(turn => turn)], cancellationToken);
            if (clock.GetElapsedTime(began) + Pause > request.Budget)
                return reopened;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async Task<Dictionary<IWhatsAppGateway, List<AttemptId>>> ByGateway(CancellationToken cancellationToken)
    {
        var byGateway = new Dictionary<IWhatsAppGateway, List<AttemptId>>();
        var waiting = await attempts.GivenUp(clock.GetUtcNow() - LongestWait, cancellationToken);
        foreach (var group in waiting.GroupBy(attempt => attempt.Tenant, attempt => attempt.Id))
        {
            // The simulator is away for one number alone, and ends that itself.
            if (await tenants.Find(group.Key, cancellationToken) is not { Mode: TenantMode.Live })
                continue;
            var gateway = await gateways.Of(group.Key, cancellationToken);
            if (!byGateway.TryGetValue(gateway, out var ids))
                byGateway.Add(gateway, ids = []);
            ids.AddRange(group);
        }

        return byGateway;
    }

    /// <summary>Whose turn it is: those who waited longest.</summary>
    private static async Task<IEnumerable<AttemptId>> Turn(
        IWhatsAppGateway gateway, List<AttemptId> waiting, CancellationToken cancellationToken) =>
        (await gateway.Probe(cancellationToken)).Failure is null ? waiting.OrderBy(id => id.Value).Take(MostAtOnce) : [];

    private async Task<int> Reopen(IReadOnlyCollection<AttemptId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return 0;
        await using var work = await store.Begin(cancellationToken);
        var reopened = await work.Attempts.Reopen(ids);
        await work.Commit(cancellationToken);
        return reopened;
    }
}
