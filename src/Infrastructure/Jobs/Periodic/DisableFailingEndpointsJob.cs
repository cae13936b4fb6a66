using Hangfire;
using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed partial class DisableFailingEndpointsJob(
    IMediator mediator, PeriodicRun run, ILogger<DisableFailingEndpointsJob> log) : IPeriodicJob
{
    [JobDisplayName("Disable webhooks that failed for days")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(DisableFailingEndpointsJob), TimeSpan.FromMinutes(5), Disable, cancellationToken);

    private async Task Disable(CancellationToken cancellationToken)
    {
        foreach (var endpoint in (await mediator.Send(new DisableFailingEndpoints(), cancellationToken)).Value.Endpoints)
            Log.Disabled(log, endpoint);
    }

    private static partial class Log
    {
        [LoggerMessage(5010, LogLevel.Warning, "{Endpoint} failed for days and is switched off")]
        public static partial void Disabled(ILogger log, EndpointId endpoint);
    }
}
