using System.Security.Cryptography;

namespace PilotPairing.Infrastructure;

/// <summary>A number from 0 to 1, for jitter.</summary>
internal static class Chance
{
    public static double Draw(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random.GetBytes(bytes);
        return (double)BitConverter.ToUInt32(bytes) / uint.MaxValue;
    }
}
