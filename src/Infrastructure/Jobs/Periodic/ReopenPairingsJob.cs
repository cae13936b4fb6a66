using Hangfire;
using MediatR;
using PilotPairing.Application.Connections;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

/// <summary>While somebody waits for a gateway it probes until its next turn is near; else it is one query.</summary>
internal sealed class ReopenPairingsJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(50);

    [JobDisplayName("Reopen pairings whose gateway is back")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(ReopenPairingsJob), TimeSpan.FromMinutes(2), token => mediator.Send(new ReopenPairings(Budget), token),
            cancellationToken);
}
