using MediatR;
using PilotPairing.Application.Pairing;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

[DisallowConcurrentExecution]
internal sealed class ForgetStartsJob(IMediator mediator) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await mediator.Send(new ForgetStarts(), cancellationToken);
}
