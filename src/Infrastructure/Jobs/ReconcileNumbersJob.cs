using System.Security.Cryptography;
using MediatR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Numbers;
using Quartz;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>A round of checks, begun a little later each time: many installations share a gateway's host, and none of them its minute.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ReconcileNumbersJob(
    IMediator mediator, IOptions<ReconciliationOptions> options, RandomNumberGenerator random, TimeProvider clock, ILogger<ReconcileNumbersJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Chance() * options.Value.Jitter, clock, cancellationToken);
        var round = (await mediator.Send(
            new ReconcileNumbers(options.Value.Budget, TimeSpan.FromSeconds(options.Value.PatienceSeconds), options.Value.PerGateway), cancellationToken)).Value;
        if (round.Confirmed < round.Due)
            Log.Unconfirmed(log, round.Due - round.Confirmed, round.Due);
    }

    private double Chance()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random.GetBytes(bytes);
        return (double)BitConverter.ToUInt32(bytes) / uint.MaxValue;
    }

    private static partial class Log
    {
        [LoggerMessage(5020, LogLevel.Warning, "Of {Due} numbers checked, {Unconfirmed} were lost or their gateway did not say")]
        public static partial void Unconfirmed(ILogger log, int unconfirmed, int due);
    }
}
