using System.Net;
using System.Net.Http.Headers;

namespace PilotPairing.Client;

/// <summary>One connection to the event stream.</summary>
internal sealed class EventConnection(HttpClient http, TimeProvider clock, TimeSpan silence) : IDisposable
{
    private HttpResponseMessage? _response;
    private StreamReader? _reader;

    /// <summary>Where to go on, also before the first event; null until the server has said.</summary>
    public string? LastId { get; private set; }

    /// <returns>False where it is open already.</returns>
    public async Task<bool> Open(string? last, CancellationToken cancellationToken)
    {
        if (_reader is not null)
            return false;
        var query = last is null ? "" : "?after=" + Uri.EscapeDataString(last);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("v1/events/stream" + query, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        _response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (_response.StatusCode != HttpStatusCode.OK)
            throw new PilotPairingException("The server has no event stream", (int)_response.StatusCode, null,
                new Dictionary<string, IEnumerable<string>>(), null);
        _reader = new(await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        return true;
    }

    /// <exception cref="IOException">The connection was lost, or is silent for too long.</exception>
    public async Task<StreamedEvent> Next(CancellationToken cancellationToken)
    {
        var reader = _reader!;
        string id = "", name = "message", data = "";
        while (await Line(reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                LastId = id.Length > 0 ? id : LastId;
                if (data.Length > 0)
                    return new(id, name, data);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 1)..].TrimStart(' ');
            switch (colon < 0 ? line : line[..colon])
            {
                case "id": id = value; break;
                case "event": name = value; break;
                case "data": data += value; break;
            }
        }

        throw new IOException("The server ended the stream");
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _response?.Dispose();
    }

    private async Task<string?> Line(StreamReader reader, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        return await reader.ReadLineAsync(either.Token).ConfigureAwait(false);
    }
}
