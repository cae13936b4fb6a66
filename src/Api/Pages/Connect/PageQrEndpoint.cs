using PilotPairing.Application;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Qr;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// The QR code of a page's own address, for another screen. It is drawn from the address alone and says nothing of the link.
/// </summary>
internal static class PageQrEndpoint
{
    public static string PathOf(string token) => $"/connect/{token}/qr.png";

    public static void MapPageQr(this IEndpointRouteBuilder root) => root.MapGet("/connect/{token}/qr.png", Draw).ExcludeFromDescription();

    private static IResult Draw(string token, HttpResponse response, IPublicAddress address)
    {
        if (PairingToken.Parse(token) is null)
            return TypedResults.NotFound();
        response.Headers.CacheControl = "private, max-age=86400";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return TypedResults.Bytes(QrImages.SmallPng($"{address.ConnectUrl}/connect/{token}"), "image/png");
    }
}
