using Microsoft.Extensions.Hosting;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// A shutdown interrupts the jobs that are under way and waits for the rest: one that was fired but had not begun would
/// be waited for to its end. It does not begin; its next round comes after the restart.
/// </summary>
internal sealed class NoBeginningAtTheEnd(IHostApplicationLifetime server) : IJobExecutionMiddleware
{
    public ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken) =>
        server.ApplicationStopping.IsCancellationRequested ? default : next(context, cancellationToken);
}
