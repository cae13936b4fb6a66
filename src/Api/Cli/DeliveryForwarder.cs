using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Cli;

/// <summary>Delivers events as the server would, signed with a secret that lives as long as the command.</summary>
internal sealed class DeliveryForwarder(Uri address, WebhookSecret secret) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>For the developer's receiver.</summary>
    public string Secret => secret.Value;

    /// <returns>What became of it, for the person who watches.</returns>
    public async Task<string> Forward(string id, string body, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var timestamp = Clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, timestamp, bytes, secret));
        request.Headers.UserAgent.ParseAdd("PilotPairing-listen");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(Patience);
        var began = Clock.GetTimestamp();
        try
        {
            using var answer = await _http.SendAsync(request, enough.Token);
            return string.Create(CultureInfo.InvariantCulture,
                $"{address} answered {(int)answer.StatusCode} in {Clock.GetElapsedTime(began).TotalMilliseconds:0} ms");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return exception is HttpRequestException
                ? $"Not delivered: nothing answers at {address}. Go on with --after once it does."
                : $"Not delivered: {address} did not answer within {Patience.TotalSeconds:0} s.";
        }
    }

    public void Dispose() => _http.Dispose();
}
