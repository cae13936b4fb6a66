using System.Net;
using System.Text.Json;

namespace PilotPairing.Client;

/// <summary>
/// Between the client and the network: adds the key and, to each POST, an idempotency key; sends again what failed and may be repeated,
/// as late as Retry-After says; throws an exception of its own for each documented error.
/// </summary>
public sealed class PilotPairingHandler(PilotPairingOptions options, TimeProvider? clock = null) : DelegatingHandler
{
    private const string KeyHeader = "x-api-key";
    private const string IdempotencyHeader = "Idempotency-Key";
    private const string StillInProgress = "IDEMPOTENCY_IN_PROGRESS";
    private static readonly string[] PublicRoutes =
        ["/remote-pairing/", "/connect/", "/meta-embedded/", "/meta-credentials/", "/api/public/"];
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isKeyed = IsKeyed(request);
        if (isKeyed && options.Key is { } key && !request.Headers.Contains(KeyHeader))
            request.Headers.Add(KeyHeader, key);
        if (isKeyed && request.Method == HttpMethod.Post && !request.Headers.Contains(IdempotencyHeader))
            request.Headers.Add(IdempotencyHeader, Guid.NewGuid().ToString());
        // Sent more than once, it must not be read from a stream that is at its end by then.
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);

        for (var retries = 0; ; retries++)
        {
            var attempt = await Try(request, cancellationToken).ConfigureAwait(false);
            if (attempt.Response is { } response && (int)response.StatusCode < 400)
                return response;
            var pause = retries < options.Retries && attempt.MayRepeat(request) ? Pause(attempt, retries) : null;
            var failure = attempt.Failure!;
            attempt.Response?.Dispose();
            if (pause is null)
                throw failure;
            await Task.Delay(pause.Value, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The routes of a link's page know no key, and nothing of it is repeated by one.</summary>
    private static bool IsKeyed(HttpRequestMessage request)
    {
        var path = request.RequestUri!.IsAbsoluteUri ? request.RequestUri.AbsolutePath : "/" + request.RequestUri.OriginalString;
        return path.Contains("/numbers/", StringComparison.Ordinal)
            || !PublicRoutes.Any(part => path.Contains(part, StringComparison.Ordinal));
    }

    private async Task<Attempt> Try(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            // What is read piece by piece is the reader's; everything else is here whole, or the attempt failed.
            if ((int)response.StatusCode >= 400 || !IsStream(response))
                await response.Content.LoadIntoBufferAsync(either.Token).ConfigureAwait(false);
            return (int)response.StatusCode < 400
                ? new(response, null, null)
                : await Failed(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isTimeout = enough.IsCancellationRequested;
            return new(null, new PilotPairingNoAnswerException(isTimeout, exception), null);
        }
    }

    private static bool IsStream(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is "text/event-stream" or "text/csv";

    private async Task<Attempt> Failed(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => header.Value);
        var status = (int)response.StatusCode;
        ErrorEnvelope? envelope = null;
        try
        {
            envelope = JsonSerializer.Deserialize<ErrorEnvelope>(text);
        }
        catch (JsonException)
        {
            // A proxy's own page.
        }

        if (envelope is null)
            return new(response, new PilotPairingException($"The server answered {status} without the envelope of an error", status, text,
                headers, null), null);
        var answer = new ErrorAnswer(status, text, headers, envelope, Asked(response));
        return new(response, PilotPairingErrors.Of(answer), envelope.Code);
    }

    private TimeSpan? Asked(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Date is { } date ? date - _clock.GetUtcNow() : asked?.Delta;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private TimeSpan? Pause(Attempt attempt, int retries)
    {
        if (attempt.Response is { } response && Asked(response) is { } wait)
            return wait > options.LongestWait ? null : wait;

        var most = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, retries), LongestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(most * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    private sealed record Attempt(HttpResponseMessage? Response, PilotPairingException? Failure, string? Code)
    {
        public bool MayRepeat(HttpRequestMessage request) => Response?.StatusCode switch
        {
            // Refused before anything was done.
            HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.ServiceUnavailable => Code is null || Response.Headers.RetryAfter is not null,
            HttpStatusCode.Conflict => Code == StillInProgress,
            // A proxy that lost the server.
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Code is null && IsRepeatable(request),
            null => IsRepeatable(request),
            _ => false,
        };

        /// <summary>Whether a second time does no more than the first. A second DELETE would be answered 404.</summary>
        private static bool IsRepeatable(HttpRequestMessage request) =>
            request.Method == HttpMethod.Get || request.Method == HttpMethod.Put || request.Method == HttpMethod.Patch
            || request.Headers.Contains(IdempotencyHeader);
    }
}
