using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PilotPairing.Domain.Links;

/// <summary>The secret in a link's URL. It opens its own link and nothing else; the store looks it up by SHA-256.</summary>
public readonly partial record struct PairingToken
{
    public const string Prefix = "rp_";

    private PairingToken(string value) => Value = value;

    public string Value { get; }

    public static PairingToken Draw(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[32];
        random.GetBytes(bytes);
        return new(Prefix + Base64Url.EncodeToString(bytes));
    }

    public static PairingToken FromStore(string value) => new(value);

    public static PairingToken? Parse(string? text) => text is not null && Shape().IsMatch(text) ? new(text) : null;

    public TokenHash Hash() => new(SHA256.HashData(Encoding.ASCII.GetBytes(Value)));

    public override string ToString() => "[pairing token]";

    [GeneratedRegex(@"^rp_[A-Za-z0-9_-]{43}\z")]
    private static partial Regex Shape();
}

/// <summary>What the store and the logs know of a token.</summary>
public readonly struct TokenHash(byte[] bytes) : IEquatable<TokenHash>
{
    public ReadOnlyMemory<byte> Bytes => bytes;

    public byte[] ToArray() => bytes;

    public bool Equals(TokenHash other) => bytes.AsSpan().SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => obj is TokenHash other && Equals(other);

    public override int GetHashCode() => BitConverter.ToInt32(bytes);

    /// <summary>Eight hex digits: enough to follow a link through the log, useless to open it.</summary>
    public override string ToString() => Convert.ToHexStringLower(bytes, 0, 4);

    public static bool operator ==(TokenHash left, TokenHash right) => left.Equals(right);

    public static bool operator !=(TokenHash left, TokenHash right) => !left.Equals(right);
}
