using Hangfire;
using Hangfire.Server;
using Hangfire.States;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Webhooks;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Delivers everything that is due to one webhook endpoint, then schedules itself for the earliest retry.</summary>
internal sealed class DeliverWebhooksJob(
    DeliveryDrain drain, PendingRun run, PendingSignals signals, ScheduledRetries retries, IBackgroundJobClient client)
{
    /// <param name="host">Of the endpoint's URL, for the job's name.</param>
    [JobDisplayName("Deliver webhooks to {1}")]
    [AutomaticRetry(Attempts = 0)]
    public async Task Deliver(
        EndpointId endpoint, string host, TenantId tenant, PerformContext? context, CancellationToken cancellationToken)
    {
        var queue = context?.BackgroundJob.Job.Queue ?? JobQueues.Deliveries;
        var work = new PendingWork(WorkKind.Deliveries, endpoint.Value);
        retries.Began(endpoint.Value, context?.BackgroundJob.Id);
        DrainOutcome? outcome = null;
        await run.Run(work, queue, tenant.Value.ToString(), context, async isByHand =>
            outcome = await drain.Run(endpoint.Value, queue == JobQueues.SlowDeliveries, isByHand, cancellationToken));
        if (outcome is null)
            return;

        if (outcome.NextIn is { } next && next <= PendingDeliveries.Soon)
            signals.SignalAfter(next, work);
        else if (outcome.NextIn is { } later && retries.IsEarlier(endpoint.Value, later))
            retries.Scheduled(endpoint.Value,
                client.Create(PendingJobs.Deliver(endpoint, host, tenant, JobQueues.SlowDeliveries), new ScheduledState(later)));
        if (outcome.Broken > 0)
            throw new JobFailedException(
                $"{outcome.Broken} deliveries failed on our side; they follow the retry schedule, and the log has the reason");
    }
}
