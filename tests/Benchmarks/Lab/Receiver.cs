using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using PilotPairing.Testing;

namespace PilotPairing.Benchmarks.Lab;

/// <param name="At">A <see cref="Stopwatch"/> timestamp, taken when the head of the request was read.</param>
internal readonly record struct Arrival(string Path, string Id, string Body, long At);

/// <summary>The receiver of webhooks on loopback, the same for the product and its control.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Arrival> _arrivals = new();
    private long _count;
    private long _wanted;
    private long _first;
    private TaskCompletionSource<long> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoopbackServer _server = null!;

    private Receiver()
    {
    }

    /// <summary>How a path is answered; null is 200 at once.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    public bool KeepsBodies { get; set; } = true;

    public string Url => _server.Url;

    public IReadOnlyCollection<Arrival> Arrivals => _arrivals;

    public static async Task<Receiver> Start()
    {
        var receiver = new Receiver();
        receiver._server = await LoopbackServer.Start(receiver.Receive);
        return receiver;
    }

    /// <summary>The rate from the first to the last of the next requests, or of those that came in time.</summary>
    public async Task<double> RateOf(int requests, Func<Task> begin, TimeSpan atMost)
    {
        _arrivals.Clear();
        (_count, _first, _wanted) = (0, 0, requests);
        _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await begin();
        try
        {
            var last = await _all.Task.WaitAsync(atMost);
            return requests / Stopwatch.GetElapsedTime(_first, last).TotalSeconds;
        }
        catch (TimeoutException)
        {
            var came = Interlocked.Read(ref _count);
            return came == 0 ? 0 : came / Stopwatch.GetElapsedTime(_first).TotalSeconds;
        }
    }

    /// <summary>Until nothing has come for a while: what one round left behind must not count in the next.</summary>
    public async Task Quiet(TimeSpan atMost)
    {
        var began = Stopwatch.GetTimestamp();
        for (var (seen, last) = (-1L, began); Stopwatch.GetElapsedTime(began) < atMost
            && Stopwatch.GetElapsedTime(last) < TimeSpan.FromSeconds(1); await Task.Delay(100))
        {
            if (Interlocked.Read(ref _count) is var now && now != seen)
                (seen, last) = (now, Stopwatch.GetTimestamp());
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Receive(HttpContext context)
    {
        var at = Stopwatch.GetTimestamp();
        if (KeepsBodies)
        {
            using var reader = new StreamReader(context.Request.Body);
            _arrivals.Enqueue(new(context.Request.Path, context.Request.Headers["webhook-id"].ToString(), await reader.ReadToEndAsync(),
                at));
        }
        else
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
        }

        Interlocked.CompareExchange(ref _first, at, 0);
        if (Interlocked.Increment(ref _count) == _wanted)
            _all.TrySetResult(Stopwatch.GetTimestamp());
        if (Answer is { } answer)
            await answer(context);
    }
}
