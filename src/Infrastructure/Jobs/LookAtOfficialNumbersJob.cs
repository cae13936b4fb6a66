using MediatR;
using PilotPairing.Application.Meta;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

[DisallowConcurrentExecution]
internal sealed class LookAtOfficialNumbersJob(IMediator mediator) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await mediator.Send(new LookAtOfficialNumbers(), cancellationToken);
}
