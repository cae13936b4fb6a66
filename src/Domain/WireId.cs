namespace PilotPairing.Domain;

/// <summary>
/// The written form of an id: a prefix and 26 lower-case Crockford base32 characters, which sort as the uuid does.
/// Every id prints itself this way, in logs too; only the Api reads one back.
/// </summary>
public static class WireId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;

    public static string Format(string prefix, Guid value) => string.Create(prefix.Length + Length, (prefix, value), static (span, state) =>
    {
        state.prefix.CopyTo(span);
        Span<byte> bytes = stackalloc byte[16];
        state.value.TryWriteBytes(bytes, bigEndian: true, out _);
        var rest = new UInt128(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        for (var i = span.Length - 1; i >= state.prefix.Length; i--)
        {
            span[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });

    public static bool TryParse(string prefix, string? text, out Guid value)
    {
        value = default;
        if (text is null || text.Length != prefix.Length + Length || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text[prefix.Length] > '7')
            return false;

        UInt128 sum = 0;
        foreach (var character in text.AsSpan(prefix.Length))
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            sum = (sum << 5) | (uint)digit;
        }

        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)(sum >> 64));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (ulong)sum);
        value = new Guid(bytes, bigEndian: true);
        return true;
    }
}
