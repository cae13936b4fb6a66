using Hangfire;
using MediatR;
using PilotPairing.Application.Ops;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

internal sealed class DeleteTenantsJob(IMediator mediator, PeriodicRun run) : IPeriodicJob
{
    [JobDisplayName("Delete the tenants whose waiting time is over")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(DeleteTenantsJob), TimeSpan.FromMinutes(30), token =>
            mediator.Send(new DeleteDueTenants(), token), cancellationToken);
}
