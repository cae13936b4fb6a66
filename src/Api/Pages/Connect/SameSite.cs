using PilotPairing.Application;

namespace PilotPairing.Api.Pages.Connect;

internal static class SameSite
{
    /// <summary>
    /// Whether a form was sent by our own page. Browsers say where a request comes from in <c>Sec-Fetch-Site</c>; older ones in
    /// <c>Origin</c>, which is <c>null</c> from a page that sends no referrer, as ours does. Programs send neither and hold the link's
    /// secret.
    /// </summary>
    public static bool IsOurs(HttpRequest request, IPublicAddress address)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin" or "none";
        var origin = request.Headers.Origin.ToString();
        return origin is "" or "null" || origin == $"{request.Scheme}://{request.Host}" || IsOriginOf(address.PublicUrl, origin)
            || address.ConnectUrls.Any(url => IsOriginOf(url, origin));
    }

    private static bool IsOriginOf(string url, string origin) =>
        new Uri(url).GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase);
}
