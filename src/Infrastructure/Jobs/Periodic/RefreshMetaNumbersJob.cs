using Hangfire;
using MediatR;
using PilotPairing.Application.Meta;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class RefreshMetaNumbersJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Refresh Meta numbers")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(RefreshMetaNumbersJob), TimeSpan.FromMinutes(5), token =>
            mediator.Send(new RefreshMetaNumbers(), token), cancellationToken);
}
