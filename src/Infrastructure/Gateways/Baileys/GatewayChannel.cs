using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>What the process asks of us and reports; both in the order in which it wrote them, number by number.</summary>
internal interface IGatewayCalls
{
    Task OnEvent(string name, JsonElement body);

    /// <returns>The answer; null refuses the call, since this node may not answer it any more.</returns>
    Task<JsonObject?> OnCall(string name, JsonElement body);
}

/// <summary>The connection to the gateway's process: lines of JSON, requests and answers in both directions, and its events.</summary>
internal sealed class GatewayChannel(Stream stream, IGatewayCalls calls) : IAsyncDisposable
{
    private const int LongestLine = 16 * 1024 * 1024;
    private const int Lanes = 16;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly Task[] _lanes = [.. Enumerable.Repeat(Task.CompletedTask, Lanes)];
    private readonly SemaphoreSlim _writing = new(1);
    private long _lastId;

    /// <exception cref="IOException">The process ended, or refused the request.</exception>
    /// <exception cref="TimeoutException">It did not answer.</exception>
    public async Task<JsonElement> Call(string name, JsonObject body, TimeSpan patience, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        try
        {
            body["id"] = id;
            body["call"] = name;
            await Write(body, cancellationToken);
            return await answer.Task.WaitAsync(patience, cancellationToken);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    /// <summary>Reads until the process closes its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            using var lines = new BoundedLines(stream, LongestLine);
            while (await lines.Next(cancellationToken) is { } line)
                Receive(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or JsonException or InvalidOperationException)
        {
            // What writes no lines of JSON is ended like what is gone.
        }
        finally
        {
            foreach (var (_, answer) in _pending)
                answer.TrySetException(new IOException("The gateway's process ended"));
            await Task.WhenAll(_lanes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Receive(string line)
    {
        using var document = JsonDocument.Parse(line);
        var message = document.RootElement.Clone();
        var id = message.TryGetProperty("id", out var given) ? given.GetInt64() : 0;
        if (message.TryGetProperty("event", out var name))
        {
            Queue(message, () => calls.OnEvent(name.GetString()!, message));
        }
        else if (message.TryGetProperty("call", out var call))
        {
            Queue(message, () => Answer(id, call.GetString()!, message));
        }
        else if (_pending.TryRemove(id, out var answer))
        {
            if (message.TryGetProperty("error", out var error))
                answer.TrySetException(new IOException($"The gateway's process failed: {error.GetString()}"));
            else
                answer.TrySetResult(message);
        }
    }

    /// <summary>Numbers do not wait for each other, but for those that share a lane.</summary>
    private void Queue(JsonElement message, Func<Task> act)
    {
        var number = message.TryGetProperty("number", out var given) ? given.GetString()! : "";
        var lane = (int)((uint)string.GetHashCode(number, StringComparison.Ordinal) % Lanes);
        _lanes[lane] = Then(_lanes[lane], act);
    }

    private static async Task Then(Task before, Func<Task> act)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await act();
    }

    private async Task Answer(long id, string name, JsonElement message)
    {
        JsonObject answer;
        try
        {
            answer = await calls.OnCall(name, message) ?? new JsonObject { ["error"] = "NOT_OWNER" };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            answer = new JsonObject { ["error"] = exception.GetType().Name };
        }

        answer["id"] = id;
        await Write(answer, CancellationToken.None);
    }

    private async Task Write(JsonObject message, CancellationToken cancellationToken)
    {
        var line = Encoding.UTF8.GetBytes(message.ToJsonString() + "\n");
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(line, cancellationToken);
        }
        catch (ObjectDisposedException exception)
        {
            throw new IOException("The gateway's process ended", exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        _writing.Dispose();
    }
}
