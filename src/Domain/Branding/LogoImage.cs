using System.Security.Cryptography;

namespace PilotPairing.Domain.Branding;

/// <summary>128 random bits: an asset is public to anybody who has its address, so addresses must not be guessable.</summary>
public readonly record struct AssetId(Guid Value)
{
    public const string Prefix = "ast_";

    public static AssetId Draw(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        return new(new Guid(bytes, bigEndian: true));
    }

    public override string ToString() => WireId.Format(Prefix, Value);
}

/// <summary>
/// An image that a page may show. Its own first bytes say what it is, whatever it was called; drawings that can run scripts are none.
/// </summary>
public sealed class LogoImage
{
    public const int LargestBytes = 2 * 1024 * 1024;

    /// <summary>In pixels. A picture of this width and height fills 64 MB where it is shown.</summary>
    public const int LongestSide = 4096;

    private LogoImage(byte[] content, string mimeType) => (Content, MimeType) = (content, mimeType);

    public byte[] Content { get; }

    public string MimeType { get; }

    public static Result<LogoImage> Parse(byte[] content)
    {
        if (content.Length > LargestBytes)
            return new LogoTooLarge();
        if (TypeOf(content) is not { } type)
            return new NotALogo();
        // What ends before it says how large it is cannot be shown either.
        return ImageSize.Of(content) is { IsWithin: false } ? new LogoOfTooManyPixels() : new LogoImage(content, type);
    }

    private static string? TypeOf(ReadOnlySpan<byte> content) => content switch
    {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
        _ => null,
    };
}
