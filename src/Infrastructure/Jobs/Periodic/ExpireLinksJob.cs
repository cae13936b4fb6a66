using Hangfire;
using MediatR;
using PilotPairing.Application.Links;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class ExpireLinksJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Expire links")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(ExpireLinksJob), TimeSpan.FromMinutes(1), token => mediator.Send(new ExpireLinks(), token), cancellationToken);
}
