using Hangfire;
using MediatR;
using PilotPairing.Application.Webhooks;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class PurgeHistoryJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Delete events past their retention")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(PurgeHistoryJob), TimeSpan.FromMinutes(30), token => mediator.Send(new PurgeHistory(), token), cancellationToken);
}
