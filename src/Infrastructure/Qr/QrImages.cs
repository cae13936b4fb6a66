using System.Collections.Concurrent;
using QRCoder;

namespace PilotPairing.Infrastructure.Qr;

/// <summary>Draws a gateway's payload black on white with its quiet zone of four modules, in every theme: scanners need both.</summary>
public static class QrImages
{
    private const int MostKept = 1_000;

    // Every viewer of a pairing asks for the same picture.
    private static readonly ConcurrentDictionary<string, string> Kept = new();

    public static string PngDataUri(string payload)
    {
        if (Kept.TryGetValue(payload, out var known))
            return known;
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept[payload] = "data:image/png;base64," + Convert.ToBase64String(Draw(payload, isSmall: false));
    }

    /// <summary>The same at a pixel to the module, for a page that carries it within itself and enlarges it without smoothing.</summary>
    public static string SmallPngDataUri(string payload)
    {
        using var code = QRCodeGenerator.GenerateQrCode(payload, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return "data:image/png;base64," + Convert.ToBase64String(png.GetGraphic(1, drawQuietZones: true));
    }

    /// <summary>
    /// A pixel to the module, and no more modules than a screen needs: half the bytes, for a page that enlarges it without smoothing.
    /// </summary>
    public static byte[] SmallPng(string payload) => Draw(payload, isSmall: true);

    private static byte[] Draw(string payload, bool isSmall)
    {
        using var code = QRCodeGenerator.GenerateQrCode(payload, isSmall ? QRCodeGenerator.ECCLevel.L : QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(isSmall ? 1 : 8, drawQuietZones: true);
    }
}
