using System.Net.ServerSentEvents;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>A backend's end of the event stream.</summary>
internal sealed class KeyedStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _deadline = new(Patience.Longest);
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private Task<bool>? _next;

    private KeyedStream(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _parser = SseParser.Create(stream);
        _items = _parser.EnumerateAsync(_deadline.Token).GetAsyncEnumerator(_deadline.Token);
    }

    /// <summary>Whether something has come that was not read.</summary>
    public bool HasNext => (_next ??= _items.MoveNextAsync().AsTask()).IsCompleted;

    public static async Task<KeyedStream> Open(
        ApiHost host, string key, string query = "", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream" + query) { Headers = { { "x-api-key", key } } };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)response.StatusCode).Should().Be(200);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The id with which a stream begins, of a connection that ends before any event.</summary>
    public static async Task<string> Beginning(ApiHost host, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream") { Headers = { { "x-api-key", key } } };
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        using var deadline = new CancellationTokenSource(Patience.Longest);
        var line = await reader.ReadLineAsync(deadline.Token) ?? "";
        line.Should().StartWith("id: ");
        return line["id: ".Length..];
    }

    public async Task<(string Id, string Name, string Data)> Next() =>
        await TryNext() ?? throw new InvalidOperationException("The stream has ended");

    public async Task<(string Id, string Name, string Data)?> TryNext()
    {
        var next = _next ?? _items.MoveNextAsync().AsTask();
        _next = null;
        return await next ? (_parser.LastEventId, _items.Current.EventType, _items.Current.Data) : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _deadline.CancelAsync();
        _response.Dispose();
        if (_next is not null)
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _items.DisposeAsync();
        _deadline.Dispose();
    }
}
