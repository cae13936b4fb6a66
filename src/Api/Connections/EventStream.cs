using System.Runtime.CompilerServices;
using System.Text;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Api.Connections;

/// <summary>Server-sent events with a comment every 15 seconds, which keeps proxies from closing a quiet stream.</summary>
internal sealed class EventStream(HttpResponse response, TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public async Task Begin(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        PassThrough(response);
        await response.StartAsync(cancellationToken);
        // Else the client has no answer before the first event, which may be long in coming.
        await response.Body.FlushAsync(cancellationToken);
    }

    /// <summary>nginx collects an answer of which this is not said, and passes it on when it ends.</summary>
    public static void PassThrough(HttpResponse response) => response.Headers["X-Accel-Buffering"] = "no";

    /// <param name="id">What a client that comes back names as the last it has.</param>
    public Task Send(string name, string data, CancellationToken cancellationToken, string? id = null) =>
        Write($"{(id is null ? "" : $"id: {id}\n")}event: {name}\ndata: {data}\n\n", cancellationToken);

    /// <summary>An id without an event: what a client names that comes back before the first one.</summary>
    public Task SendId(string id, CancellationToken cancellationToken) => Write($"id: {id}\n\n", cancellationToken);

    public async IAsyncEnumerable<T> WithHeartbeat<T>(
        IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var open = Meters.OpenStream();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var items = source.GetAsyncEnumerator(end.Token);
        var next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = items.MoveNextAsync().AsTask();
                while (await Task.WhenAny(next, Task.Delay(Quiet, clock, end.Token)) != next)
                    await Write(": still here\n\n", end.Token);
                if (!await next)
                    yield break;
                yield return items.Current;
            }
        }
        finally
        {
            // A source that is still reading cannot be disposed: its refusal would hide why the stream ends.
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Write(string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
