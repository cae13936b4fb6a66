using Hangfire;
using MediatR;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class ApplyRetentionJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Delete events, deliveries, links, messages and audit entries past their retention")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(ApplyRetentionJob), TimeSpan.FromMinutes(30), token =>
            mediator.Send(new ApplyRetention(), token), cancellationToken);
}
