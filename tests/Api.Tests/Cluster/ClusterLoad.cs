using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Cluster;

/// <summary>
/// Backends and pages that use the proxy without pause, each with one request under way at a time: links are made, opened, started and
/// read, and streams are followed from node to node.
/// </summary>
internal sealed class ClusterLoad(RunningCluster cluster) : IDisposable
{
    /// <summary>How long the product lets a request wait for a code.</summary>
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(long At, TimeSpan Took)> _answers = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<string> _links = new();
    private Task[] _clients = [];
    private int _streamEnds;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Links whose creation was answered with 201.</summary>
    public IReadOnlyCollection<string> Links => _links;

    public int Answered => _answers.Count;

    /// <summary>How often a stream ended in order and was opened again.</summary>
    public int StreamEnds => _streamEnds;

    public void Start(int clients, int streams) => _clients =
    [
        .. Enumerable.Range(0, clients).Select(_ => Task.Run(Use)),
        .. Enumerable.Range(0, streams).Select(_ => Task.Run(Follow)),
    ];

    public async Task Stop()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_clients).WaitAsync(Patience.Longest);
    }

    public void Dispose() => _end.Dispose();

    public string Figures()
    {
        var sorted = _answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToList();
        return FormattableString.Invariant(
            $"{sorted.Count} requests, {_failures.Count} failed, p50 {At(0.5):0} ms, p99 {At(0.99):0} ms, longest {sorted[^1]:0} ms; {StreamEnds} streams moved");

        double At(double share) => sorted[(int)((sorted.Count - 1) * share)];
    }

    private async Task Use()
    {
        var http = cluster.Http("proxy");
        while (!_end.IsCancellationRequested)
        {
            var made = await Send(http, "POST", "/v1/numbers/remote-pairing", 201, new { name = "Loja", number = Scene.Phone });
            if (made is not { } link)
                continue;
            _links.Enqueue(link.LinkId());
            await Send(http, "GET", $"/v1/remote-pairing/{link.Token()}", 200);
            await Send(http, "POST", $"/v1/remote-pairing/{link.Token()}/connect", 200, new { }, mayAskAgain: true);
            await Send(http, "GET", $"/v1/remote-pairing/{link.Token()}/status", 200);
            await Send(http, "GET", $"/v1/links/{link.LinkId()}", 200);
            await Send(http, "DELETE", $"/v1/numbers/{link.NumberId()}", 200);
        }
    }

    /// <param name="mayAskAgain">As the page does after waiting for a code for as long as one request may, on a busy machine.</param>
    private async Task<JsonElement?> Send(
        HttpClient http, string method, string path, int expected, object? body = null, bool mayAskAgain = false)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("x-api-key", cluster.Key);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var took = TimeProvider.System.GetElapsedTime(began);
            _answers.Enqueue((began, took));
            if ((int)response.StatusCode == expected)
                return JsonDocument.Parse(text).RootElement;
            if (mayAskAgain && took >= LongestConnect && text.Contains("GATEWAY_UNAVAILABLE", StringComparison.Ordinal))
                return await Send(http, method, path, expected, body);
            _failures.Enqueue($"{method} {path}: {(int)response.StatusCode} {text}");
        }
        catch (HttpRequestException exception)
        {
            _failures.Enqueue($"{method} {path}: {exception.Message}");
        }

        return null;
    }

    /// <summary>As a browser does: a stream that ends is opened again, and begins with the whole state.</summary>
    private async Task Follow()
    {
        var http = cluster.Http("proxy");
        var link = await cluster.NewLink("proxy");
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var response = await http.GetAsync($"/v1/remote-pairing/{link.Token()}/events",
                    HttpCompletionOption.ResponseHeadersRead, _end.Token);
                if (!response.IsSuccessStatusCode)
                {
                    _failures.Enqueue($"A stream was answered {(int)response.StatusCode}");
                    continue;
                }

                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_end.Token));
                if (await reader.ReadLineAsync(_end.Token) != "event: snapshot")
                    _failures.Enqueue("A stream did not begin with the state");
                while (await reader.ReadLineAsync(_end.Token) is not null)
                {
                }

                Interlocked.Increment(ref _streamEnds);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                _failures.Enqueue($"A stream broke: {exception.Message}");
            }
        }
    }
}
