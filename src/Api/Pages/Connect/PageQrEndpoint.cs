using PilotPairing.Api.Parameters;
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

    private static IResult Draw(string token, HttpContext context, IPublicAddress address)
    {
        if (PairingToken.Parse(token) is null)
            return TypedResults.NotFound();
        context.Response.Headers.CacheControl = "private, max-age=86400";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        // Drawn for a page that is open: at its own address, without a look at the link.
        return TypedResults.Bytes(QrImages.SmallPng($"{address.ConnectUrlOf(context.Request)}/connect/{token}"), "image/png");
    }
}
