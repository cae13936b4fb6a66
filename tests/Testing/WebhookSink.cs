using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace PilotPairing.Testing;

public sealed record SinkRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>A receiver of webhooks on loopback: a real server that records what it gets and answers as the test says.</summary>
public sealed class WebhookSink : IAsyncDisposable
{
    private readonly Channel<SinkRequest> _arrived = Channel.CreateUnbounded<SinkRequest>();
    private readonly ConcurrentQueue<SinkRequest> _all = [];

    private LoopbackServer _server = null!;

    private WebhookSink()
    {
    }

    /// <summary>
    /// How every request is answered once it is recorded; 200 by default. A handler that waits does so on <c>RequestAborted</c>.
    /// </summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public string Url => _server.Url + "/hook";

    /// <summary>Everything so far, in order of arrival.</summary>
    public IReadOnlyList<SinkRequest> All => [.. _all];

    /// <param name="port">Where tests need a certain one.</param>
    public static async Task<WebhookSink> Start(int port = 0)
    {
        var sink = new WebhookSink();
        sink._server = await LoopbackServer.Start(sink.Receive, port);
        return sink;
    }

    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    /// <summary>The next request that nobody has asked for yet; fails when none comes in time.</summary>
    public async Task<SinkRequest> Next() => await _arrived.Reader.ReadAsync().AsTask().WaitAsync(Patience.Longest);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Receive(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header =>
            header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new SinkRequest(context.Request.Method, context.Request.Path, headers, body.ToArray());
        _all.Enqueue(request);
        _arrived.Writer.TryWrite(request);
        await Answer(context);
    }
}
