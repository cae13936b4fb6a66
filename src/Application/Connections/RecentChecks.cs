using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>
/// Keeps a crowd of status requests from becoming a crowd of gateway calls: one check under way per number, its result reused for a while.
/// </summary>
internal sealed class RecentChecks(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<NumberId, Lazy<Task<DateTimeOffset?>>> _checks = new();

    /// <summary>When the gateway last answered, if it did within the time given; a slow check goes on for later callers.</summary>
    public async Task<DateTimeOffset?> Within(NumberId number, TimeSpan fresh, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_checks.Count > MostKept)
            _checks.Clear();
        // A caller that loses the race to store its check must not have started it: only the stored one runs.
        var check = _checks.AddOrUpdate(number, New, (_, known) => IsGood(known, fresh) ? known : New(number));
        try
        {
            return await check.Value.WaitAsync(wait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private Lazy<Task<DateTimeOffset?>> New(NumberId number) => new(() => Task.Run(() => Reconcile(number)));

    /// <summary>
    /// Starts a check in the background after a notification; after one that is under way, which may have missed the change.
    /// </summary>
    public void Soon(NumberId number) =>
        _ = _checks.AddOrUpdate(number, New, (_, known) => IsGood(known, TimeSpan.Zero) ? After(known, number) : New(number)).Value;

    private Lazy<Task<DateTimeOffset?>> After(Lazy<Task<DateTimeOffset?>> known, NumberId number) => new(() => Task.Run(async () =>
    {
        await ((Task)known.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Reconcile(number);
    }));

    private bool IsGood(Lazy<Task<DateTimeOffset?>> known, TimeSpan fresh) =>
        !known.IsValueCreated || !known.Value.IsCompleted
            || (known.Value.IsCompletedSuccessfully && known.Value.Result is { } at && clock.GetUtcNow() - at < fresh);

    private async Task<DateTimeOffset?> Reconcile(NumberId number)
    {
        await using var scope = scopes.CreateAsyncScope();
        var asked = clock.GetUtcNow();
        if (await scope.ServiceProvider.GetRequiredService<InstanceReconciler>()
            .Reconcile(number, CancellationToken.None) is not { Confirmed: true })
            return null;
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(CancellationToken.None);
        work.Instances.Confirm([number], asked);
        await work.Commit(CancellationToken.None);
        return clock.GetUtcNow();
    }
}
