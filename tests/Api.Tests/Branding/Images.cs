using System.Net.Http.Headers;

namespace PilotPairing.Api.Tests.Branding;

/// <summary>The first bytes that make an image what it is, and as many more as asked for.</summary>
internal static class Images
{
    public static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    /// <summary>So few bytes that a browser would unpack into a thousand million pixels.</summary>
    public static readonly byte[] Bomb = [.. Png, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF, 8, 6, 0, 0, 0];
    public static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46];
    public static readonly byte[] WebP = [0x52, 0x49, 0x46, 0x46, 4, 0, 0, 0, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20];
    public static readonly byte[] Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"u8.ToArray();

    public static byte[] Padded(byte[] head, int length)
    {
        var image = new byte[length];
        head.CopyTo(image, 0);
        return image;
    }

    public static MultipartFormDataContent Form(
        byte[] content, string field = "file", string name = "logo.png", string type = "application/octet-stream")
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue(type);
        return new MultipartFormDataContent("parts-of-a-form") { { part, field, name } };
    }
}
