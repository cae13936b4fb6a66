using Hangfire;
using MediatR;
using PilotPairing.Application.Links;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class AbandonLinksJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Report abandoned links")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(AbandonLinksJob), TimeSpan.FromMinutes(1), token => mediator.Send(new AbandonLinks(), token), cancellationToken);
}
