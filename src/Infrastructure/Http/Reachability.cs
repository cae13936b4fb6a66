using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Http;

/// <summary>Asks our own addresses, which the operator configured, private ones included: this client is for no other URL.</summary>
internal sealed class Reachability(HttpClient http) : IReachability
{
    private static readonly AddressFailure SpeaksHttp10 = new(
        "is reached through a proxy that speaks HTTP/1.0 to this server: a POST without a body is refused with a bare 400, and event "
            + "streams do not flow.",
        "Have the proxy speak HTTP/1.1: for nginx, proxy_http_version 1.1. docs/proxy.md has a complete site.");

    private static readonly AddressFailure IgnoresProxy = new(
        "is reached through a proxy whose X-Forwarded-For this server does not take: all callers are one address to the rate limits "
            + "and to the sign-in of /ops.",
        "Set ASPNETCORE_FORWARDEDHEADERS_ENABLED=true, and name the proxy's address in KnownProxies if it is neither loopback nor "
            + "private.");

    public async Task<AddressFailure?> Check(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url + "/health/live"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                return new($"answers with status {(int)answer.StatusCode}.");
            if (!answer.Headers.Contains("x-request-id"))
                return new("is answered by another server.");
            if (answer.Headers.TryGetValues(IReachability.ProtocolHeader, out var protocol) && protocol.Contains("HTTP/1.0"))
                return SpeaksHttp10;
            return answer.Headers.Contains(IReachability.IgnoredHeader) ? IgnoresProxy : null;
        }
        catch (HttpRequestException exception)
        {
            return new(exception.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "has a name that is not found.",
                HttpRequestError.SecureConnectionError => "has no certificate that is trusted here.",
                HttpRequestError.ConnectionError => "cannot be connected to.",
                _ => "is answered by something that is no web server of ours.",
            });
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new("does not answer in time.");
        }
    }
}
