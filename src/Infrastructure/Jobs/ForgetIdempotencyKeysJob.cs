using MediatR;
using PilotPairing.Application.Access;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

[DisallowConcurrentExecution]
internal sealed class ForgetIdempotencyKeysJob(IMediator mediator) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await mediator.Send(new ForgetIdempotencyKeys(), cancellationToken);
}
