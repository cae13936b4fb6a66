using System.Security.Cryptography;
using Hangfire;
using MediatR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Connections;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

/// <summary>
/// A round of checks. Each starts after a random delay, so that installations that share a gateway's host do not check it at the same
/// second.
/// </summary>
internal sealed partial class ReconcileNumbersJob(
    IMediator mediator, PeriodicRun run, IOptions<ReconciliationOptions> options, RandomNumberGenerator random, TimeProvider clock,
    ILogger<ReconcileNumbersJob> log)
    : IPeriodicJob
{
    [JobDisplayName("Check connected numbers at their gateways")]
    [AutomaticRetry(Attempts = 0)]
    public Task Run(CancellationToken cancellationToken) =>
        run.Once(nameof(ReconcileNumbersJob), options.Value.Jitter + options.Value.Budget + TimeSpan.FromMinutes(1), Reconcile,
            cancellationToken);

    private async Task Reconcile(CancellationToken cancellationToken)
    {
        await Task.Delay(Chance.Draw(random) * options.Value.Jitter, clock, cancellationToken);
        var round = (await mediator.Send(
            new ReconcileNumbers(
                options.Value.Budget, TimeSpan.FromSeconds(options.Value.PatienceSeconds), options.Value.PerGateway), cancellationToken))
                    .Value;
        if (round.Confirmed < round.Due)
            Log.Unconfirmed(log, round.Due - round.Confirmed, round.Due);
    }

    private static partial class Log
    {
        [LoggerMessage(5020, LogLevel.Warning, "Of {Due} numbers checked, {Unconfirmed} were lost or their gateway did not answer")]
        public static partial void Unconfirmed(ILogger log, int unconfirmed, int due);
    }
}
