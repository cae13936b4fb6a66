using System.Text.Json;
using Hangfire;
using Hangfire.Server;
using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Instances;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Ends a number's sessions at its gateway: at once, and again with growing pauses for as long as the gateway refuses.</summary>
internal sealed partial class CleanUpSessionJob(
    PendingCleanUps cleanUps, OutboxLease lease, IMediator mediator, PendingRun run, TimeProvider clock, ILogger<CleanUpSessionJob> log)
{
    /// <summary>A week of retries; after that the row is still there, and a recurring job enqueues another job for it.</summary>
    private const int Retries = 1000;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    [JobDisplayName("End the session of {0} at its {1}")]
    [AutomaticRetry(Attempts = Retries, DelaysInSeconds = [5, 10, 20, 40, 80, 160, 320, 600])]
    public Task CleanUp(NumberId number, string gateway, PerformContext? context, CancellationToken cancellationToken) =>
        run.Run(new(WorkKind.CleanUp, number.Value), JobQueues.Gateways, gateway, context, async isByHand =>
        {
            while (await cleanUps.Claim(number.Value, isByHand, cancellationToken) is { } row)
            {
                var code = await lease.Hold(row, () => Try(row, number, cancellationToken));
                if (code is null)
                {
                    await cleanUps.Finish(row, number.Value, CancellationToken.None);
                    continue;
                }

                if (cancellationToken.IsCancellationRequested)
                    await lease.Postpone(row, TimeSpan.Zero, CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                await lease.PostponeFailed(row);
                throw new JobFailedException($"The session was not ended ({code})");
            }
        });

    private async Task<string?> Try(OutboxRow row, NumberId number, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            var due = JsonSerializer.Deserialize(row.Payload!, InstanceJson.Default.PendingCleanUp)!;
            var code = (await mediator.Send(new CleanUpSession(new(row.TenantId), number, PhoneNumber.FromStore(due.Phone), due.Act),
                either.Token)).Refusal?.Code;
            Log.Tried(log, due.Act, number, row.Attempt, code ?? "done");
            return code;
        }
        catch (Exception exception)
        {
            Log.Broken(log, exception, number, row.Attempt);
            return exception.GetType().Name;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Clean-up {Act} of {Number}, attempt {Attempt}: {Outcome}")]
        public static partial void Tried(ILogger log, CleanUp act, NumberId number, int attempt, string outcome);

        [LoggerMessage(2002, LogLevel.Warning, "Clean-up of {Number}, attempt {Attempt}, failed")]
        public static partial void Broken(ILogger log, Exception exception, NumberId number, int attempt);
    }
}
