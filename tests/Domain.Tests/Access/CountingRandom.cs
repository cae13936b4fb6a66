using System.Security.Cryptography;

namespace PilotPairing.Domain.Tests.Access;

/// <summary>Bytes 1, 2, 3, … so that a test knows what was drawn.</summary>
internal sealed class CountingRandom : RandomNumberGenerator
{
    private byte _last;

    public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

    public override void GetBytes(Span<byte> data)
    {
        foreach (ref var value in data)
            value = ++_last;
    }
}
