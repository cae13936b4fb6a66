using System.Text.Json;
using Dapper;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Infrastructure.Numbers;

/// <summary>Ends sessions at gateways: at once when that is owed, and again with growing pauses for as long as the gateway refuses.</summary>
internal sealed partial class CleanUpWorker(NpgsqlDataSource database, IServiceScopeFactory scopes, PostgresListener listener, TimeProvider clock, ILogger<CleanUpWorker> log)
    : BackgroundService
{
    private static readonly OutboxLaneTerms Terms = new("cleanup", Channels.CleanUp, InFlight: 8, Lease: TimeSpan.FromSeconds(90), Poll: TimeSpan.FromSeconds(10));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new OutboxLane(Terms, database, listener, clock).Run(row => Pay(row, stoppingToken), trouble => Log.RoundFailed(log, trouble.GetType().Name), stoppingToken);

    private async Task Pay(OwedRow row, CancellationToken cancellationToken)
    {
        var owed = JsonSerializer.Deserialize(row.Payload!, StoredJson.Default.OwedCleanUp)!;
        var code = await Try(new CleanUpSession(new(row.TenantId), new(owed.Number), PhoneNumber.FromStore(owed.Phone), owed.Act), cancellationToken);
        Log.Tried(log, owed.Act, new NumberId(owed.Number), row.Attempt, code ?? "done");
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            code is null
                // Whoever wants to pair the number waits for this.
                ? "delete from outbox where id = @Id and lease_id = @LeaseId; select pg_notify('watch', @number)"
                : """
                  update outbox set lease_id = null, lease_until = null, run_at = now() + least(interval '10 minutes', interval '5 seconds' * power(2, least(@Attempt, 10) - 1))
                   where id = @Id and lease_id = @LeaseId
                  """,
            new { row.Id, row.LeaseId, row.Attempt, number = owed.Number.ToString() }, cancellationToken: cancellationToken));
    }

    private async Task<string?> Try(CleanUpSession request, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
            return outcome.Refusal?.Code;
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            return trouble.GetType().Name;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Clean-up {Act} of {Number}, attempt {Attempt}: {Outcome}")]
        public static partial void Tried(ILogger log, CleanUp act, NumberId number, int attempt, string outcome);

        [LoggerMessage(2002, LogLevel.Warning, "A round of clean-ups failed ({Trouble}); the next one follows")]
        public static partial void RoundFailed(ILogger log, string trouble);
    }
}
