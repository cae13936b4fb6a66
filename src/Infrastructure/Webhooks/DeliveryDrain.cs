using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Webhooks;

/// <param name="NextIn">How long until the endpoint has a due delivery again; zero when it still has one, null when it has none.</param>
/// <param name="Broken">Attempts that failed on our side, not on the receiver's.</param>
internal sealed record DrainOutcome(TimeSpan? NextIn, int Broken);

/// <summary>
/// Delivers everything that is due to one endpoint: claims a batch, sends some at once, writes the results, and again until nothing is due
/// or its budget is used up. A long backlog has two batches at a time, so that requests are under way while the other is claimed or
/// written. No transaction is open while a request is under way.
/// </summary>
internal sealed partial class DeliveryDrain(
    DeliveryQueue queue, DeliveryResultWriter writer, Delivery delivery, IOptions<WebhookOptions> options, TimeProvider clock,
    ILogger<DeliveryDrain> log)
{
    /// <summary>After this no further request begins; the endpoint's next job waits for its turn.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    /// <summary>What requests under way get to finish in when the process stops; then they are cut and their rows released.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(5);

    /// <param name="isBulkhead">Whether it runs among the workers for endpoints that fail or are slow.</param>
    /// <param name="evenEarly">An operator asked for it: what waits for a retry is due now.</param>
    public async Task<DrainOutcome> Run(Guid endpoint, bool isBulkhead, bool evenEarly, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        using var places = new SemaphoreSlim(options.Value.PerEndpointInFlight);
        var run = new DrainRun(endpoint, Guid.CreateVersion7(clock.GetUtcNow()), isBulkhead, clock.GetTimestamp(), places, stopping);
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopped = stopping.Register(() =>
        {
            cut.CancelAfter(Grace);
            giveUp.CancelAfter(Grace + LastWrite);
        });
        var first = await queue.Claim(endpoint, run.Lease, isBulkhead, evenEarly, giveUp.Token);
        return await Heartbeat.During(
            async () =>
            {
                var batches = first.Count == DeliveryQueue.MostPerClaim ? new[] { first, null } : [first];
                var broken = await Task.WhenAll(batches.Select(batch => SendAll(batch, run, cut.Token, giveUp.Token)));
                stopping.ThrowIfCancellationRequested();
                return new DrainOutcome(IsWithinBudget(run) ? await queue.NextDue(endpoint, stopping) : TimeSpan.Zero, broken.Sum());
            },
            OutboxLease.Length, done => ExtendLease(run, done), clock);
    }

    /// <param name="batch">Null to begin by claiming one; that ends where the endpoint fails, which gets one batch at a time.</param>
    private async Task<int> SendAll(IReadOnlyList<DueDelivery>? batch, DrainRun run, CancellationToken cut, CancellationToken giveUp)
    {
        var (broken, isSecond) = (0, batch is null);
        while (!run.Stopping.IsCancellationRequested && IsWithinBudget(run) && !(isSecond && run.HasFailed))
        {
            batch ??= await queue.Claim(run.Endpoint, run.Lease, run.IsBulkhead, evenEarly: false, giveUp);
            if (batch.Count == 0)
                break;
            broken += await Send(batch, isSecond, run, cut, giveUp);
            batch = null;
        }

        return broken;
    }

    private bool IsWithinBudget(DrainRun run) => clock.GetElapsedTime(run.Began) < Budget;

    private async Task<int> Send(
        IReadOnlyList<DueDelivery> batch, bool isSecond, DrainRun run, CancellationToken cut, CancellationToken giveUp)
    {
        var results = Channel.CreateUnbounded<DeliveryResult>(new() { SingleReader = true });
        if (!isSecond)
            run.HasFailed = batch[0].IsFailing;
        var next = -1;
        // An endpoint that fails gets one request at a time until one succeeds.
        var senders = Task.WhenAll(Enumerable.Range(0, run.HasFailed ? 1 : Math.Min(options.Value.PerEndpointInFlight, batch.Count))
            .Select(Sender));
        _ = senders.ContinueWith(_ =>
            results.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return await Write(results.Reader, senders, giveUp);

        async Task Sender(int number)
        {
            while (Interlocked.Increment(ref next) is var index && index < batch.Count)
            {
                await run.Places.WaitAsync(CancellationToken.None);
                var mayBegin = !run.Stopping.IsCancellationRequested && IsWithinBudget(run)
                    && (!run.HasFailed || (run.IsBulkhead && !isSecond));
                var result = mayBegin ? await delivery.Attempt(batch[index], cut) : DeliveryResult.Released(batch[index]);
                run.Places.Release();
                run.HasFailed |= result.IsFailure;
                results.Writer.TryWrite(result);
                if (run.HasFailed && number > 0)
                    return;
            }
        }
    }

    /// <summary>A batch of results as soon as all are there; of slow receivers, those that came meanwhile.</summary>
    private async Task<int> Write(ChannelReader<DeliveryResult> results, Task senders, CancellationToken giveUp)
    {
        var broken = 0;
        var batch = new List<DeliveryResult>();
        while (await results.WaitToReadAsync(CancellationToken.None))
        {
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(senders, Task.Delay(TimeSpan.FromMilliseconds(100), clock, enough.Token));
            await enough.CancelAsync();
            while (results.TryRead(out var result))
                batch.Add(result);
            broken += batch.Count(result => result.IsOurs);
            await Write(batch, giveUp);
            batch.Clear();
        }

        return broken;
    }

    /// <summary>While the database is away it keeps what it has; what is lost with the process is delivered a second time.</summary>
    private async Task Write(List<DeliveryResult> batch, CancellationToken giveUp)
    {
        var pause = new Pause();
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await writer.Write(batch, giveUp);
                return;
            }
            catch (Exception exception) when (!giveUp.IsCancellationRequested && clock.GetElapsedTime(began) < Budget)
            {
                Log.CannotWrite(log, exception, batch.Count);
                await Task.Delay(pause.Next(), clock, giveUp);
            }
        }
    }

    private async Task ExtendLease(DrainRun run, CancellationToken done)
    {
        try
        {
            await queue.Extend(run.Endpoint, run.Lease, done);
        }
        catch (Exception exception)
        {
            if (!done.IsCancellationRequested)
                Log.CannotExtend(log, exception);
        }
    }

    private sealed record DrainRun(Guid Endpoint, Guid Lease, bool IsBulkhead, long Began, SemaphoreSlim Places, CancellationToken Stopping)
    {
        public bool HasFailed { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(4010, LogLevel.Warning, "{Count} results of deliveries could not be written yet")]
        public static partial void CannotWrite(ILogger log, Exception exception, int count);

        [LoggerMessage(4011, LogLevel.Warning, "The lease of deliveries could not be extended")]
        public static partial void CannotExtend(ILogger log, Exception exception);
    }
}
