using Dapper;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Messaging;

/// <summary>
/// Takes messages that are owed under a lease by the database's clock, several at once, so that a slow gateway holds up nobody else's.
/// Taking one is not sending it: who takes a dead worker's row finds out how far that one came.
/// </summary>
internal sealed partial class SendWorker(NpgsqlDataSource database, IServiceScopeFactory scopes, PostgresListener listener, TimeProvider clock, ILogger<SendWorker> log) : BackgroundService
{
    private const int InFlight = 16;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wanted = new SemaphoreSlim(1);
        using var slots = new SemaphoreSlim(InFlight);
        using var subscription = listener.Subscribe(Channels.Send, _ => wanted.Release(), () => wanted.Release());
        var underWay = new List<Task>();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    while (await Next(slots, stoppingToken) is { } row)
                    {
                        underWay.RemoveAll(task => task.IsCompleted);
                        underWay.Add(Send(row, slots));
                    }
                }
                catch (Exception trouble) when (trouble is not OperationCanceledException)
                {
                    Log.RoundFailed(log, trouble.GetType().Name);
                }

                await wanted.WaitAsync(PollInterval, stoppingToken);
            }
        }
        finally
        {
            // A call that began is not cut off: nobody would know how it ended.
            await Task.WhenAll(underWay);
        }
    }

    private async Task<Row?> Next(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        Row? row = null;
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
                """
                update outbox set lease_id = @lease, lease_until = now() + interval '60 seconds', attempt = attempt + 1
                 where id = (
                       select id from outbox
                        where kind = 'send' and run_at <= now() and (lease_until is null or lease_until <= now())
                        order by run_at
                        limit 1
                          for update skip locked)
                returning id, attempt
                """,
                new { lease = Guid.CreateVersion7(clock.GetUtcNow()) }, cancellationToken: cancellationToken));
            return row;
        }
        finally
        {
            if (row is null)
                slots.Release();
        }
    }

    private async Task Send(Row row, SemaphoreSlim slots)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new SendOwedMessage(new(row.Id)));
        }
        catch (Exception trouble)
        {
            Log.Interrupted(log, new SendId(row.Id), row.Attempt, trouble.GetType().Name);
        }
        finally
        {
            slots.Release();
        }
    }

    private sealed record Row(Guid Id, int Attempt);

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "Message {Send} was interrupted in attempt {Attempt} ({Trouble}); it is looked at again when its lease ends")]
        public static partial void Interrupted(ILogger log, SendId send, int attempt, string trouble);

        [LoggerMessage(5102, LogLevel.Warning, "A round of messages failed ({Trouble}); the next one follows")]
        public static partial void RoundFailed(ILogger log, string trouble);
    }
}
