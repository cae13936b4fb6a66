using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// Gathers finished deliveries while the last batch is being written, so that batches grow with the load and a lone one does not wait.
/// When the database is away it keeps what it has and holds up the workers; what is lost with the process is delivered a second time.
/// </summary>
internal sealed partial class Settler(SettlementRows rows, TimeProvider clock, ILogger log)
{
    private const int MostAtOnce = 256;
    private readonly Channel<Settlement> _waiting = Channel.CreateBounded<Settlement>(new BoundedChannelOptions(MostAtOnce) { SingleReader = true });

    public ValueTask Add(Settlement settlement) => _waiting.Writer.WriteAsync(settlement);

    /// <summary>After this <see cref="Run"/> ends as soon as everything is written.</summary>
    public void Complete() => _waiting.Writer.Complete();

    /// <param name="giveUp">Ends it with settlements unwritten.</param>
    public async Task Run(CancellationToken giveUp)
    {
        var batch = new List<Settlement>(MostAtOnce);
        while (await _waiting.Reader.WaitToReadAsync(giveUp))
        {
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var settlement))
                batch.Add(settlement);
            await Write(batch, giveUp);
            batch.Clear();
        }
    }

    private async Task Write(List<Settlement> batch, CancellationToken giveUp)
    {
        var pause = new Pause();
        while (true)
        {
            try
            {
                await rows.Settle(batch, giveUp);
                return;
            }
            catch (Exception trouble) when (!giveUp.IsCancellationRequested)
            {
                Log.CannotSettle(log, batch.Count, (trouble as PostgresException)?.SqlState ?? trouble.GetType().Name);
                await Task.Delay(pause.Next(), clock, giveUp);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4010, LogLevel.Warning, "{Count} deliveries could not be settled yet: {Trouble}")]
        public static partial void CannotSettle(ILogger log, int count, string trouble);
    }
}

/// <summary>Pauses after errors in a row: 100 ms, doubling to 5 s.</summary>
internal sealed class Pause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private TimeSpan _next = TimeSpan.FromMilliseconds(100);

    public TimeSpan Next()
    {
        var pause = _next;
        _next = pause * 2 < Longest ? pause * 2 : Longest;
        return pause;
    }
}
