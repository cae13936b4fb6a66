using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Messaging;

/// <summary>Sends the messages that are owed. Taking one is not sending it: who takes a dead worker's row finds out how far that one came.</summary>
internal sealed partial class SendWorker(NpgsqlDataSource database, IServiceScopeFactory scopes, PostgresListener listener, TimeProvider clock, ILogger<SendWorker> log) : BackgroundService
{
    private static readonly OutboxLaneTerms Terms = new("send", Channels.Send, InFlight: 16, Lease: TimeSpan.FromSeconds(60), Poll: TimeSpan.FromSeconds(1));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new OutboxLane(Terms, database, listener, clock).Run(Send, trouble => Log.RoundFailed(log, trouble.GetType().Name), stoppingToken);

    private async Task Send(OwedRow row)
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
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "Message {Send} was interrupted in attempt {Attempt} ({Trouble}); it is looked at again when its lease ends")]
        public static partial void Interrupted(ILogger log, SendId send, int attempt, string trouble);

        [LoggerMessage(5102, LogLevel.Warning, "A round of messages failed ({Trouble}); the next one follows")]
        public static partial void RoundFailed(ILogger log, string trouble);
    }
}
