using System.Collections.Concurrent;
using QRCoder;

namespace PilotPairing.Infrastructure.Qr;

/// <summary>Draws a gateway's payload black on white with its quiet zone of four modules, in every theme: scanners need both.</summary>
public static class QrImages
{
    private const int PixelsPerModule = 8;
    private const int MostKept = 1_000;

    // Every viewer of a pairing asks for the same picture.
    private static readonly ConcurrentDictionary<(string Payload, int Pixels), string> Kept = new();

    /// <param name="pixelsPerModule">One is enough, and half the bytes, for a page that enlarges it without smoothing.</param>
    public static string PngDataUri(string payload, int pixelsPerModule = PixelsPerModule)
    {
        if (Kept.TryGetValue((payload, pixelsPerModule), out var known))
            return known;

        using var code = QRCodeGenerator.GenerateQrCode(payload, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        var uri = "data:image/png;base64," + Convert.ToBase64String(png.GetGraphic(pixelsPerModule, drawQuietZones: true));
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept[(payload, pixelsPerModule)] = uri;
    }
}
