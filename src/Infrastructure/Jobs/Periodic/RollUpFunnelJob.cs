using Hangfire;
using MediatR;
using PilotPairing.Application.Statistics;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class RollUpFunnelJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Roll up the pairing funnel")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(RollUpFunnelJob), TimeSpan.FromMinutes(10), token => mediator.Send(new RollUpFunnel(), token), cancellationToken);
}
