using Hangfire.Server;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Runs jobs for pending rows: one at a time for each piece of work, and no more than its share of the workers.</summary>
internal sealed class PendingRun(WorkShares shares, PendingSignals signals)
{
    /// <param name="work">Gets whether an operator asked for it, so that it does not wait for a later time.</param>
    public async Task Run(PendingWork pending, string queue, string share, PerformContext? context, Func<bool, Task> work)
    {
        JobWakeUp.WakeAnother(queue);
        if (shares.TryStart(pending, queue, share) != Start.Started)
            return;
        try
        {
            await work(ManualRequeueFilter.Was(context));
        }
        finally
        {
            foreach (var ready in shares.Finish(pending))
                signals.Signal(ready);
        }
    }
}
