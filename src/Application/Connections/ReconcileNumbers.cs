using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>
/// Asks the gateways of all connected numbers whether they still are, and of the lost ones whether they are again. Each gateway has a
/// lane of its own, so that a dead or slow one holds up nobody else's numbers.
/// </summary>
/// <param name="Budget">What is not asked by then waits for the next round, where what waited longest comes first.</param>
/// <param name="Patience">How long one gateway call may take.</param>
/// <param name="PerGateway">Calls under way at once to one gateway.</param>
public sealed record ReconcileNumbers(TimeSpan Budget, TimeSpan Patience, int PerGateway) : IRequest<Result<Reconciled>>;

/// <param name="Due">Numbers that wanted a check.</param>
/// <param name="Confirmed">Those whose stored state the gateway confirmed; the others were lost, or their gateway did not answer.</param>
public sealed record Reconciled(int Due, int Confirmed);

internal sealed partial class ReconcileNumbersHandler(
    IInstanceQueries instances, ITenantDirectory tenants, InstanceReconciler reconciler, IStore store, TimeProvider clock,
    ILogger<ReconcileNumbersHandler> log)
    : IRequestHandler<ReconcileNumbers, Result<Reconciled>>
{
    private const int PageSize = 200;

    /// <summary>A lost connection that did not come back for so long will not.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(7);

    public async Task<Result<Reconciled>> Handle(ReconcileNumbers request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        using var deadline = new CancellationTokenSource(request.Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var due = await instances.ToCheck(now - Instance.CheckedAnew, now - LongestAbsence, cancellationToken);
        var lanes = new Dictionary<string, List<NumberId>>();
        foreach (var group in due.GroupBy(check => check.Tenant, check => check.Number))
        {
            if (await tenants.Find(group.Key, cancellationToken) is not { } tenant)
                continue;
            if (!lanes.TryGetValue(tenant.Gateway, out var lane))
                lanes.Add(tenant.Gateway, lane = []);
            lane.AddRange(group);
        }

        var confirmed = await Task.WhenAll(lanes.Values.Select(lane => Check(lane, request, either.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return new Reconciled(due.Count, confirmed.Sum());
    }

    private async Task<int> Check(List<NumberId> lane, ReconcileNumbers request, CancellationToken over)
    {
        var total = 0;
        foreach (var page in lane.Chunk(PageSize))
        {
            if (over.IsCancellationRequested)
                break;
            var asked = clock.GetUtcNow();
            var confirmed = new ConcurrentQueue<NumberId>();
            await Parallel.ForEachAsync(
                await instances.Find(page, CancellationToken.None), new ParallelOptions { MaxDegreeOfParallelism = request.PerGateway },
                async (instance, _) =>
                {
                    if (!over.IsCancellationRequested && await IsConfirmed(instance, request.Patience, over))
                        confirmed.Enqueue(instance.Id);
                });
            await using var work = await store.Begin(CancellationToken.None);
            work.Instances.Confirm([.. confirmed], asked);
            await work.Commit(CancellationToken.None);
            total += confirmed.Count;
        }

        return total;
    }

    private async Task<bool> IsConfirmed(Instance instance, TimeSpan patience, CancellationToken over)
    {
        using var enough = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, over);
        try
        {
            return instance.State == InstanceState.Open
                ? await reconciler.Check(instance, either.Token)
                : await reconciler.Reconcile(instance.Id, either.Token) is { Confirmed: true };
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One broken answer must not end the round of all the others.
            Log.CheckFailed(log, instance.Id, exception);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Error, "Checking {Number} failed; it is checked again in the next round")]
        public static partial void CheckFailed(ILogger log, NumberId number, Exception exception);
    }
}
