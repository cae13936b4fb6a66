using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

[DisallowConcurrentExecution]
internal sealed partial class DisableFailingEndpointsJob(IMediator mediator, ILogger<DisableFailingEndpointsJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var endpoint in (await mediator.Send(new DisableFailingEndpoints(), cancellationToken)).Value.Endpoints)
            Log.SwitchedOff(log, endpoint);
    }

    private static partial class Log
    {
        [LoggerMessage(5010, LogLevel.Warning, "{Endpoint} failed for days and is switched off")]
        public static partial void SwitchedOff(ILogger log, EndpointId endpoint);
    }
}
