using System.Text;
using System.Text.Json.Nodes;

namespace PilotPairing.FakeEvolution;

/// <summary>
/// Sends an instance's notifications without waiting for one before the next; a test may hold them, and let them go as it likes.
/// </summary>
public sealed class HookSender(EvolutionServer server) : IDisposable
{
#pragma warning disable RS0030 // The outside world has no client factory.
    private readonly HttpClient _http = new(new SocketsHttpHandler());
#pragma warning restore RS0030
    private readonly Lock _gate = new();
    private readonly List<Notification> _sent = [];
    private readonly List<Notification> _held = [];

    public sealed record Notification(string Event, string Url, IReadOnlyDictionary<string, string> Headers, string Body);

    /// <summary>Kept back until <see cref="Release"/>.</summary>
    public bool AreHeld { get; set; }

    /// <summary>Not sent at all, as when the server cannot reach us.</summary>
    public bool AreLost { get; set; }

    public IReadOnlyList<Notification> Sent
    {
        get
        {
            lock (_gate)
                return [.. _sent];
        }
    }

    public IReadOnlyList<Notification> Held
    {
        get
        {
            lock (_gate)
                return [.. _held];
        }
    }

    public async Task<int> Deliver(Notification notification)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, notification.Url) { Content = new StringContent(notification.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in notification.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>The newest first and each so many times, and no longer held from here on.</summary>
    public async Task Release(int times = 1)
    {
        List<Notification> held;
        lock (_gate)
        {
            held = [.. _held.AsEnumerable().Reverse()];
            _held.Clear();
            AreHeld = false;
        }

        foreach (var notification in held)
        {
            for (var time = 0; time < times; time++)
                await Deliver(notification);
        }
    }

    public void Dispose() => _http.Dispose();

    internal void Send(FakeInstance instance, string happened, JsonNode? data)
    {
        var webhook = instance.Webhook!;
        var subscribed = webhook["events"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        if (AreLost || (subscribed.Count > 0 && !subscribed.Contains(happened.Replace('.', '_').ToUpperInvariant())))
            return;

        var url = webhook["url"]!.GetValue<string>();
        var body = new JsonObject
        {
            ["event"] = happened,
            ["instance"] = instance.Name,
            ["data"] = data,
            ["destination"] = url,
            ["date_time"] = Bodies.Now(server),
            ["server_url"] = server.Url,
            ["apikey"] = instance.Token,
        };
        if (instance.Owner is not null)
            body["sender"] = $"{instance.Owner}@s.whatsapp.net";
        var headers = (webhook["headers"] as JsonObject)?.ToDictionary(header => header.Key, header => header.Value!.GetValue<string>())
            ?? [];
        var notification = new Notification(happened, url, headers, body.ToJsonString());
        lock (_gate)
        {
            _sent.Add(notification);
            if (AreHeld)
            {
                _held.Add(notification);
                return;
            }
        }

        _ = Quietly(notification);
    }

    private async Task Quietly(Notification notification)
    {
        await Task.Yield();
        try
        {
            await Deliver(notification);
        }
        catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException or TaskCanceledException)
        {
            // Nobody listens there.
        }
    }
}
