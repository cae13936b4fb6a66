using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Http;

/// <summary>Asks our own addresses, which the operator configured, private ones included: this client is for no other URL.</summary>
internal sealed class Reachability(HttpClient http) : IReachability
{
    public async Task<string?> Trouble(string url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url + "/health/live"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                return $"answers with status {(int)answer.StatusCode}.";
            return answer.Headers.Contains("x-request-id") ? null : "is answered by another server.";
        }
        catch (HttpRequestException trouble)
        {
            return trouble.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "has a name that is not found.",
                HttpRequestError.SecureConnectionError => "has no certificate that is trusted here.",
                _ => "cannot be connected to.",
            };
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "does not answer in time.";
        }
    }
}
