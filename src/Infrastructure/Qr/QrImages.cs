using System.Collections.Concurrent;
using QRCoder;

namespace PilotPairing.Infrastructure.Qr;

/// <summary>Draws a gateway's payload black on white with its quiet zone of four modules, in every theme: scanners need both.</summary>
public static class QrImages
{
    private const int MostKept = 1_000;

    // Every viewer of a pairing asks for the same picture.
    private static readonly ConcurrentDictionary<(string Payload, bool IsSmall), string> Kept = new();

    public static string PngDataUri(string payload) => Known(payload, isSmall: false);

    /// <summary>A pixel to the module, and no more modules than a screen needs: half the bytes, for a page that enlarges it without smoothing.</summary>
    public static string SmallPngDataUri(string payload) => Known(payload, isSmall: true);

    private static string Known(string payload, bool isSmall)
    {
        if (Kept.TryGetValue((payload, isSmall), out var known))
            return known;

        using var code = QRCodeGenerator.GenerateQrCode(payload, isSmall ? QRCodeGenerator.ECCLevel.L : QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        var uri = "data:image/png;base64," + Convert.ToBase64String(png.GetGraphic(isSmall ? 1 : 8, drawQuietZones: true));
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept[(payload, isSmall)] = uri;
    }
}
