using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Domain.Access;

namespace PilotPairing.Infrastructure.Access;

/// <summary>
/// When keys were last used, written once a minute in one statement: no request waits for it, and a lost minute is no harm.
/// </summary>
internal sealed partial class KeyUses(NpgsqlDataSource database, TimeProvider clock, ILogger<KeyUses> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How long the last write may take at a stop: an unreachable database must not delay it.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _used = new();

    public void Note(KeyId key, DateTimeOffset now) => _used[key.Value] = now;

    public async Task Write(CancellationToken cancellationToken)
    {
        var used = _used.ToArray();
        if (used.Length == 0)
            return;

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update api_keys set last_used_at = greatest(api_keys.last_used_at, used.at)
              from unnest(@keys, @times) as used(id, at)
             where api_keys.id = used.id
            """,
            new { keys = used.Select(use => use.Key).ToArray(), times = used.Select(use => use.Value.UtcDateTime).ToArray() },
            cancellationToken: cancellationToken));
        foreach (var use in used)
            _used.TryRemove(use);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(LastWords);
        try
        {
            await Try(enough.Token);
        }
        catch (OperationCanceledException)
        {
            Log.NotWritten(log, new TimeoutException("The database does not answer in time"));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Try(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is written by StopAsync.
        }
    }

    private async Task Try(CancellationToken cancellationToken)
    {
        try
        {
            await Write(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotWritten(log, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "The last use of keys could not be stored; tried again in a minute")]
        public static partial void NotWritten(ILogger log, Exception exception);
    }
}
