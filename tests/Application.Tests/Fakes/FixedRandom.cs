using System.Security.Cryptography;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>Bytes 1, 2, 3, … so that what is drawn is known and never the same twice.</summary>
internal sealed class FixedRandom : RandomNumberGenerator
{
    private byte _last;

    public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

    public override void GetBytes(Span<byte> data)
    {
        foreach (ref var value in data)
            value = ++_last;
    }
}
