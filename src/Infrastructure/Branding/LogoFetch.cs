using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Branding;

/// <summary>
/// One GET of a logo whose URL a tenant chose, over the guarded handler. It follows no redirect and reads no more than a logo may have.
/// </summary>
internal sealed class LogoFetch(HttpClient http, TimeProvider clock)
{
    /// <summary>Over headers and body.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Null for anything that is no logo, and for every failure on the way.</summary>
    public async Task<LogoImage?> Get(string url, TenantId tenant, CancellationToken abort)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abort);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            LookupShare.Of(tenant).Pays(request);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode != System.Net.HttpStatusCode.OK || response.Content.Headers.ContentLength > LogoImage.LargestBytes)
                return null;

            var buffer = new byte[LogoImage.LargestBytes + 1];
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, either.Token);
            return LogoImage.Parse(buffer[..length]).Match<LogoImage?>(image => image, _ => null);
        }
        catch (Exception) when (!abort.IsCancellationRequested)
        {
            return null;
        }
    }
}
