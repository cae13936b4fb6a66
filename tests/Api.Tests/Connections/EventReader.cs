using System.Net.ServerSentEvents;
using System.Text.Json;

namespace PilotPairing.Api.Tests.Connections;

/// <summary>A browser's end of an event stream.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    /// <summary>Only what never comes is waited for so long: a machine may be busy with other tests.</summary>
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _items = SseParser.Create(stream).EnumerateAsync(_deadline.Token).GetAsyncEnumerator(_deadline.Token);
    }

    public string ContentType => _response.Content.Headers.ContentType!.ToString();

    public static Task<EventReader> Open(ApiHost host, string token, string query = "") => Open(host.Http, token, query);

    public static async Task<EventReader> Open(HttpClient http, string token, string query = "")
    {
        var response = await http.GetAsync($"/v1/remote-pairing/{token}/events{query}", HttpCompletionOption.ResponseHeadersRead);
        ((int)response.StatusCode).Should().Be(200);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    public async Task<(
        string Name, JsonElement Data)> Next() => await TryNext() ?? throw new InvalidOperationException("The stream has ended");

    public async Task<JsonElement> Until(string name)
    {
        while (true)
        {
            if (await Next() is var (reported, data) && reported == name)
                return data;
        }
    }

    public async Task<JsonElement> UntilPhase(string phase)
    {
        while (true)
        {
            if (await Next() is var (reported, data) && reported is "phase" or "snapshot" && data.Text("phase") == phase)
                return data;
        }
    }

    /// <summary>Everything to the end, which the server makes.</summary>
    public async Task<IReadOnlyList<(string Name, JsonElement Data)>> Rest()
    {
        var all = new List<(string, JsonElement)>();
        while (await TryNext() is { } item)
            all.Add(item);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        _response.Dispose();
        _deadline.Dispose();
    }

    private async Task<(string Name, JsonElement Data)?> TryNext() =>
        await _items.MoveNextAsync() ? (_items.Current.EventType, JsonDocument.Parse(_items.Current.Data).RootElement) : null;
}
