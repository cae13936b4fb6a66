using Hangfire;
using MediatR;
using PilotPairing.Application.Access;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class PurgeIdempotencyKeysJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Purge idempotency keys")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(PurgeIdempotencyKeysJob), TimeSpan.FromMinutes(5), token =>
            mediator.Send(new PurgeIdempotencyKeys(), token), cancellationToken);
}
