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

/// <summary>
/// Ends sessions at gateways, one after the other: at once when one is owed, and again with growing pauses for as long as the gateway
/// refuses. A row is taken under a lease by the database's clock, so that a dead worker's row is taken by another.
/// </summary>
internal sealed partial class CleanUpWorker(NpgsqlDataSource database, IServiceScopeFactory scopes, PostgresListener listener, TimeProvider clock, ILogger<CleanUpWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wanted = new SemaphoreSlim(1);
        using var subscription = listener.Subscribe(Channels.CleanUp, _ => wanted.Release(), () => wanted.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await Take(stoppingToken) is { } owed)
                    await Pay(owed, stoppingToken);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                Log.RoundFailed(log, trouble.GetType().Name);
            }

            await wanted.WaitAsync(PollInterval, stoppingToken);
        }
    }

    private async Task<Row?> Take(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            update outbox set lease_id = @lease, lease_until = now() + interval '90 seconds', attempt = attempt + 1
             where id = (
                   select id from outbox
                    where kind = 'cleanup' and run_at <= now() and (lease_until is null or lease_until <= now())
                    order by run_at
                    limit 1
                      for update skip locked)
            returning id, lease_id, tenant_id, payload::text as payload, attempt
            """,
            new { lease = Guid.CreateVersion7(clock.GetUtcNow()) }, cancellationToken: cancellationToken));
    }

    private async Task Pay(Row row, CancellationToken cancellationToken)
    {
        var owed = JsonSerializer.Deserialize(row.Payload, StoredJson.Default.OwedCleanUp)!;
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

    private sealed record Row(Guid Id, Guid LeaseId, Guid TenantId, string Payload, int Attempt);

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Clean-up {Act} of {Number}, attempt {Attempt}: {Outcome}")]
        public static partial void Tried(ILogger log, CleanUp act, NumberId number, int attempt, string outcome);

        [LoggerMessage(2002, LogLevel.Warning, "A round of clean-ups failed ({Trouble}); the next one follows")]
        public static partial void RoundFailed(ILogger log, string trouble);
    }
}
