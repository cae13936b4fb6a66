using System.Buffers.Binary;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Domain.Tests.Branding;

/// <summary>How large an image is shown, read off each kind of header; what a small file may not unpack into.</summary>
public sealed class LogoImageTests
{
    private const int Most = 4096;

    public static TheoryData<string, Func<int, int, byte[]>> Kinds => new()
    {
        { "image/png", Png },
        { "image/jpeg", (width, height) => Jpeg(0xC0, width, height) },
        { "image/jpeg", (width, height) => Jpeg(0xC2, width, height) },
        { "image/jpeg", (width, height) => Jpeg(0xCF, width, height) },
        { "image/webp", Lossy },
        { "image/webp", Lossless },
        { "image/webp", Extended },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_may_be_4096_pixels_wide_and_high_and_not_one_more(string type, Func<int, int, byte[]> draw)
    {
        LogoImage.Parse(draw(Most, Most)).Value.MimeType.Should().Be(type);
        LogoImage.Parse(draw(1, 1)).Refusal.Should().BeNull();
        LogoImage.Parse(draw(Most + 1, 1)).Refusal.Should().BeOfType<LogoOfTooManyPixels>();
        LogoImage.Parse(draw(1, Most + 1)).Refusal.Should().BeOfType<LogoOfTooManyPixels>();
    }

    [Fact]
    public void A_PNG_may_claim_four_thousand_million_pixels_and_is_refused() =>
        LogoImage.Parse(Png(int.MaxValue, int.MaxValue)).Refusal.Should().BeOfType<LogoOfTooManyPixels>();

    [Fact]
    public void A_JPEG_is_as_large_as_its_frame_says_whatever_stands_before_it()
    {
        // A thumbnail with a frame of its own, a table, a fill byte and rubbish: decoders pass over them all.
        byte[] before = [0xFF, 0xE1, 0, 13, 0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1, 3, 0, 0xFF, 0xC4, 0, 5, 0, 0, 0, 7, 0xFF, 0xFF];
        var large = Jpeg(0xC0, 9000, 10);

        LogoImage.Parse([.. large[..2], .. before, .. large[2..]]).Refusal.Should().BeOfType<LogoOfTooManyPixels>();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_ends_within_its_header_is_no_picture_and_no_harm(string type, Func<int, int, byte[]> draw)
    {
        var large = draw(Most + 1, Most + 1);
        for (var length = 12; length < large.Length; length++)
            (LogoImage.Parse(large[..length]).Match(image => image.MimeType, refusal => refusal.Code) is var response
                && (response == type || response == "TOO_MANY_PIXELS")).Should().BeTrue($"of {length} bytes it says {response}");
    }

    private static byte[] Png(int width, int height)
    {
        byte[] image = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(20), height);
        return image;
    }

    private static byte[] Jpeg(byte frame, int width, int height) =>
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, frame, 0, 11, 8, (byte)(height >> 8),
            (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0];

    private static byte[] Lossy(int width, int height) =>
        WebP("VP8 "u8, [0x10, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)]);

    private static byte[] Lossless(int width, int height)
    {
        byte[] content = [0x2F, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(1), (width - 1) | ((height - 1) << 14));
        return WebP("VP8L"u8, content);
    }

    private static byte[] Extended(int width, int height) =>
        WebP("VP8X"u8, [0, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0]);

    private static byte[] WebP(ReadOnlySpan<byte> chunk, byte[] content) =>
        [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBP"u8, .. chunk, 10, 0, 0, 0, .. content];
}
