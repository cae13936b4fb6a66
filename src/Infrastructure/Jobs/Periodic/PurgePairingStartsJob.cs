using Hangfire;
using MediatR;
using PilotPairing.Application.Connections;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class PurgePairingStartsJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Purge counted pairing starts")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(PurgePairingStartsJob), TimeSpan.FromMinutes(10), token =>
            mediator.Send(new PurgePairingStarts(), token), cancellationToken);
}
