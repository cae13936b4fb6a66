using Hangfire;
using MediatR;
using PilotPairing.Application.Messaging;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class RefreshTemplatesJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Refresh templates at Meta")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(RefreshTemplatesJob), TimeSpan.FromMinutes(5), token =>
            mediator.Send(new RefreshTemplates(), token), cancellationToken);
}
