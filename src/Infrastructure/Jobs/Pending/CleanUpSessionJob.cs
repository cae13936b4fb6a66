using System.Text.Json;
using Hangfire;
using Hangfire.Server;
using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Instances;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Ends a number's sessions at its gateway: at once, and again with growing pauses for as long as the gateway refuses.</summary>
internal sealed partial class CleanUpSessionJob(
    PendingCleanUps cleanUps, OutboxLease lease, IMediator mediator, PendingRun run, TimeProvider clock, ILogger<CleanUpSessionJob> log)
{
    /// <summary>A week of retries; after that the row is still there, and a recurring job enqueues another job for it.</summary>
    private const int Retries = 1000;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    [JobDisplayName("End the session of {0} at its {1}")]
    [AutomaticRetry(Attempts = Retries, DelaysInSeconds = [5, 10, 20, 40, 80, 160, 320, 600])]
    public Task CleanUp(NumberId number, string gateway, PerformContext? context, CancellationToken cancellationToken) =>
        run.Run(new(WorkKind.CleanUp, number.Value), JobQueues.Gateways, gateway, context, async isByHand =>
        {
            while (await cleanUps.Claim(number.Value, isByHand, cancellationToken) is { } row)
            {
                string? code = null;
                await lease.Hold(row, async () => code = await Try(row, cancellationToken));
                if (code is null)
                {
                    await cleanUps.Finish(row, number.Value, CancellationToken.None);
                    continue;
                }

                if (cancellationToken.IsCancellationRequested)
                    await cleanUps.Postpone(row, TimeSpan.Zero, CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                var pause = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(row.Attempt, 10) - 1));
                await cleanUps.Postpone(row, pause < LongestPause ? pause : LongestPause, CancellationToken.None);
                throw new JobFailedException($"The gateway did not end the session ({code})");
            }
        });

    private async Task<string?> Try(OutboxRow row, CancellationToken cancellationToken)
    {
        var due = JsonSerializer.Deserialize(row.Payload!, StoredJson.Default.PendingCleanUp)!;
        using var enough = new CancellationTokenSource(Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        var code = await Send(new CleanUpSession(new(row.TenantId), new(due.Number), PhoneNumber.FromStore(due.Phone), due.Act), either.Token);
        Log.Tried(log, due.Act, new NumberId(due.Number), row.Attempt, code ?? "done");
        return code;
    }

    private async Task<string?> Send(CleanUpSession request, CancellationToken cancellationToken)
    {
        try
        {
            return (await mediator.Send(request, cancellationToken)).Refusal?.Code;
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Clean-up {Act} of {Number}, attempt {Attempt}: {Outcome}")]
        public static partial void Tried(ILogger log, CleanUp act, NumberId number, int attempt, string outcome);
    }
}
