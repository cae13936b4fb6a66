using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace PilotPairing.Domain.Access;

/// <summary>An API key as its owner sends it. It is shown once; the store has its SHA-256 (256 random bits need no slow hash).</summary>
public readonly record struct RawKey(string Value)
{
    public const string LivePrefix = "ps_";
    public const string TestPrefix = "ps_test_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Characters = 43;

    public string Prefix => Value.StartsWith(TestPrefix, StringComparison.Ordinal) ? TestPrefix : LivePrefix;

    public string Last4 => Value[^4..];

    public static RawKey Draw(TenantMode mode, RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[32];
        random.GetBytes(bytes);
        var rest = new BigInteger(bytes, isUnsigned: true);
        var text = new StringBuilder(mode == TenantMode.Test ? TestPrefix : LivePrefix);
        for (var i = 0; i < Characters; i++)
        {
            rest = BigInteger.DivRem(rest, Alphabet.Length, out var digit);
            text.Append(Alphabet[(int)digit]);
        }

        return new(text.ToString());
    }

    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Value));

    public override string ToString() => "[api key]";
}
