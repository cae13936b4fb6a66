using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// Takes what is owed and sends it. Woken by notifications, by every finished request (its slot may be what a due row waited for) and
/// once a second in case both were missed. No transaction is open while a request is under way.
/// </summary>
internal sealed partial class DeliveryWorker(
    DeliveryQueue queue, SettlementRows rows, Delivery delivery, PostgresListener listener, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<DeliveryWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>What requests under way get to finish in when the process stops; then they are cut and their rows given back.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>And this is what the database gets for the last batch.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);
    private readonly Slots _slots = new(options.Value.InFlight);
    private readonly Settler _settler = new(rows, clock, log);
    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var cut = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource();
        var settling = Task.Run(() => _settler.Run(giveUp.Token), CancellationToken.None);
        using var notified = listener.Subscribe(Channels.Outbox, _ => Wake(), Wake);
        await using var poll = clock.CreateTimer(_ => Wake(), null, PollInterval, PollInterval);
        Wake();
        await TakeWork(cut.Token, stoppingToken);
        await Drain(cut, giveUp, settling);
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task TakeWork(CancellationToken cut, CancellationToken stoppingToken)
    {
        var pause = new Pause();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _wake.Reader.ReadAsync(stoppingToken);
                var free = _slots.Free;
                if (free == 0)
                    continue;

                var due = await queue.Claim(Guid.CreateVersion7(clock.GetUtcNow()), free, options.Value.PerEndpointInFlight, options.Value.FailingInFlight, _slots.Busy(), stoppingToken);
                foreach (var owed in due)
                    Start(owed, cut);
                if (due.Count == free)
                    Wake();
                pause = new Pause();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception trouble)
            {
                Log.CannotTakeWork(log, (trouble as PostgresException)?.SqlState ?? trouble.GetType().Name);
                await Task.Delay(pause.Next(), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Wake();
            }
        }
    }

    private void Start(DueDelivery owed, CancellationToken cut)
    {
        _slots.Take(owed.EndpointId);
        // Not by row: one whose lease ran out can be under way twice.
        var key = Guid.CreateVersion7(clock.GetUtcNow());
        var gate = new TaskCompletionSource();
        _underWay[key] = Follow();
        gate.SetResult();

        async Task Follow()
        {
            await gate.Task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                var settlement = await delivery.Attempt(owed, cut);
                _slots.Release(owed.EndpointId);
                Wake();
                await _settler.Add(settlement);
            }
            finally
            {
                _underWay.TryRemove(key, out _);
            }
        }
    }

    private async Task Drain(CancellationTokenSource cut, CancellationTokenSource giveUp, Task settling)
    {
        var underWay = Task.WhenAll(_underWay.Values);
        using (var enough = new CancellationTokenSource())
        {
            await Task.WhenAny(underWay, Task.Delay(Grace, clock, enough.Token));
            await enough.CancelAsync();
        }

        await cut.CancelAsync();
        giveUp.CancelAfter(LastWords);
        await underWay.WaitAsync(giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _settler.Complete();
        await settling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "Cannot take deliveries: {Trouble}")]
        public static partial void CannotTakeWork(ILogger log, string trouble);
    }
}
