using Hangfire.Common;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Which job does which work.</summary>
internal static class PendingJobs
{
    public static Job Of(WorkItem item) => item.Kind switch
    {
        WorkKind.Deliveries => Deliver(new(item.Id), item.Name, new(Guid.Parse(item.Share)), item.Queue),
        WorkKind.Message => Job.FromExpression<SendMessageJob>(job =>
            job.Send(new SendId(item.Id), new TenantId(Guid.Parse(item.Share)), null, CancellationToken.None), item.Queue),
        WorkKind.CleanUp => Job.FromExpression<CleanUpSessionJob>(job =>
            job.CleanUp(new NumberId(item.Id), item.Share, null, CancellationToken.None), item.Queue),
        WorkKind.Logo => Job.FromExpression<FetchLogoJob>(job =>
            job.Fetch(item.Id, new TenantId(Guid.Parse(item.Share)), null, CancellationToken.None), item.Queue),
        _ => throw new InvalidOperationException($"No job does {item.Kind}"),
    };

    public static Job Deliver(EndpointId endpoint, string host, TenantId tenant, string queue) =>
        Job.FromExpression<DeliverWebhooksJob>(job => job.Deliver(endpoint, host, tenant, null, CancellationToken.None), queue);
}
