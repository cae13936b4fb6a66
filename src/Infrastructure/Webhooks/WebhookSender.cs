using System.Net.Http.Headers;
using System.Text;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>One POST over the guarded handler, classified. It throws only when <c>abort</c> fires.</summary>
internal sealed class WebhookSender(HttpClient http, TimeProvider clock)
{
    /// <summary>Over headers and body: a receiver that drips its answer is as late as one that sends none.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private const int MostRead = 16 * 1024;
    private const int MostKept = 4 * 1024;
    private static readonly ProductInfoHeaderValue Agent =
        new("PilotPairing", typeof(WebhookSender).Assembly.GetName().Version!.ToString(3));
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>One stray byte becomes one character, so that a kept answer stays within its limit.</summary>
    private static readonly Encoding Lenient =
        Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("?"));

    /// <param name="tenant">On whose behalf the host is looked up.</param>
    public async Task<Answer> Post(
        string url, TenantId tenant, EventId id, string body, IReadOnlyList<WebhookSecret> secrets, CancellationToken abort)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abort);
        var received = ReceivedStatus.Watch();
        try
        {
            using var request = Request(url, id.ToString(), Encoding.UTF8.GetBytes(body), secrets);
            LookupShare.Of(tenant).Pays(request);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new(AttemptOutcome.Answered((int)response.StatusCode), await ReadIfPossible(response.Content, either.Token, abort),
                RetryAfter(response));
        }
        catch (Exception exception) when (!abort.IsCancellationRequested)
        {
            // A head that cannot be read does not take back the status that it began with.
            return new(received.Status is { } status ? AttemptOutcome.Answered(status) : AttemptOutcome.NoAnswer(Fault(exception)), null,
                null);
        }
    }

    /// <summary>The status has come: a body that is cut, broken or late changes nothing about it.</summary>
    private static async Task<string?> ReadIfPossible(HttpContent content, CancellationToken cancellationToken, CancellationToken abort)
    {
        try
        {
            return await Read(content, cancellationToken);
        }
        catch (Exception) when (!abort.IsCancellationRequested)
        {
            return null;
        }
    }

    private static DeliveryFault Fault(Exception exception) => exception switch
    {
        OperationCanceledException => DeliveryFault.TimedOut,
        _ when AddressRefusedException.Within(exception) is not null => DeliveryFault.AddressRefused,
        UriFormatException => DeliveryFault.AddressRefused,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => DeliveryFault.TlsFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } =>
            DeliveryFault.Unreachable,
        HttpRequestException { InnerException: System.Net.Sockets.SocketException } => DeliveryFault.Unreachable,
        _ => DeliveryFault.BrokenAnswer,
    };

    private static async Task<string?> Read(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostRead];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, MostRead, throwOnEndOfStream: false, cancellationToken);
        if (length == 0)
            return null;

        // The decoder keeps back a character that the limit cuts in half; a text column takes no zero character.
        var characters = new char[MostKept];
        var count = Lenient.GetDecoder().GetChars(buffer.AsSpan(0, Math.Min(length, MostKept)), characters, flush: false);
        return new string(characters, 0, count).Replace('\0', '?');
    }

    private HttpRequestMessage Request(string url, string id, byte[] body, IReadOnlyList<WebhookSecret> secrets)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, FormattableString.Invariant($"{timestamp}"));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, timestamp, body, secrets));
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}
