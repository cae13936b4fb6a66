using MediatR;
using PilotPairing.Application.Webhooks;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

[DisallowConcurrentExecution]
internal sealed class ForgetHistoryJob(IMediator mediator) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await mediator.Send(new ForgetHistory(), cancellationToken);
}
