using System.Buffers.Binary;

namespace PilotPairing.Domain.Branding;

/// <summary>How large an image says it is, read off its header where browsers read it: nothing is unpacked.</summary>
internal readonly record struct ImageSize(uint Width, uint Height)
{
    /// <summary>Four bytes of a name, four of the length.</summary>
    private const int ChunkHead = 8;

    public bool IsWithin => Width <= LogoImage.LongestSide && Height <= LogoImage.LongestSide;

    /// <summary>Null where the header is cut short or is none; then nobody can show the image.</summary>
    public static ImageSize? Of(ReadOnlySpan<byte> image) => image switch
    {
        [0x89, ..] => Png(image),
        [0xFF, ..] => Jpeg(image),
        _ => WebP(image),
    };

    /// <summary>The first chunk is the header, or it is no PNG.</summary>
    private static ImageSize? Png(ReadOnlySpan<byte> image)
    {
        const int Signature = 8;
        return image.Length >= Signature + ChunkHead + 8 && image[(Signature + 4)..].StartsWith("IHDR"u8)
            ? new(BinaryPrimitives.ReadUInt32BigEndian(image[(Signature + ChunkHead)..]),
                BinaryPrimitives.ReadUInt32BigEndian(image[(Signature + ChunkHead + 4)..]))
            : null;
    }

    /// <summary>The frame stands behind segments that each say how long they are; decoders pass over what is between them.</summary>
    private static ImageSize? Jpeg(ReadOnlySpan<byte> image)
    {
        for (var at = 2; at + 1 < image.Length;)
        {
            if (image[at] != 0xFF || image[at + 1] is 0xFF or 0)
            {
                at++;
                continue;
            }

            var marker = image[at + 1];
            var segment = image[(at + 2)..];
            if (IsAlone(marker))
            {
                at += 2;
                continue;
            }

            if (segment.Length < 7)
                return null;
            if (IsFrame(marker))
                return new(BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(segment);
        }

        return null;
    }

    /// <summary>Start of image, restarts, and the one for private use have no length.</summary>
    private static bool IsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD9);

    /// <summary>Every kind of frame; among their numbers stand the tables of Huffman and arithmetic codes and an extension.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>The first chunk says it: of the extended format as large as the canvas, else the one picture.</summary>
    private static ImageSize? WebP(ReadOnlySpan<byte> image)
    {
        const int Head = 12;
        if (image.Length < Head + ChunkHead + 10)
            return null;
        var name = image[Head..(Head + 4)];
        var content = image[(Head + ChunkHead)..];
        if (name.SequenceEqual("VP8X"u8))
            return new(1 + UInt24(content[4..]), 1 + UInt24(content[7..]));
        if (name.SequenceEqual("VP8L"u8))
        {
            // 14 bits of each, less one, behind a byte of signature.
            var sides = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
            return new(1 + (sides & 0x3FFF), 1 + ((sides >> 14) & 0x3FFF));
        }

        // 14 bits of each, below 2 of a scale that nobody heeds.
        return name.SequenceEqual("VP8 "u8)
            ? new((uint)BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF,
                (uint)BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF)
            : null;
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => (uint)(bytes[0] | (bytes[1] << 8) | (bytes[2] << 16));
}
