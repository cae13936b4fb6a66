using Hangfire;
using MediatR;
using PilotPairing.Application.Meta;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class PurgeHeldGrantsJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Purge grants of completions that were not continued")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(PurgeHeldGrantsJob), TimeSpan.FromMinutes(1), token =>
            mediator.Send(new PurgeHeldGrants(), token), cancellationToken);
}
