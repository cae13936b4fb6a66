using PilotPairing.Application;

namespace PilotPairing.Api.Parameters;

/// <summary>Which of our origins of hosted pages a request was sent to.</summary>
internal static class ConnectHost
{
    /// <summary>
    /// By the host's name; <see cref="IPublicAddress.ConnectUrl"/> where it is none of them, so that nobody chooses another.
    /// </summary>
    public static string ConnectUrlOf(this IPublicAddress address, HttpRequest request) =>
        address.ConnectUrls.FirstOrDefault(url =>
            new Uri(url).Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)) ?? address.ConnectUrl;
}
