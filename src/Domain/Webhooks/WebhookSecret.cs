using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PilotPairing.Domain.Webhooks;

/// <summary>
/// An endpoint's signing key: 24 to 64 random bytes, written <c>whsec_</c> and padded base64. The MAC is keyed with the bytes, not with the
/// text.
/// </summary>
public sealed partial class WebhookSecret
{
    public const string Prefix = "whsec_";
    private const int DrawnBytes = 32;
    private const int FewestBytes = 24;
    private const int MostBytes = 64;
    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>The written form, for the endpoint's owner only.</summary>
    public string Value => Prefix + Convert.ToBase64String(_key);

    public static WebhookSecret Draw(RandomNumberGenerator random)
    {
        var key = new byte[DrawnBytes];
        random.GetBytes(key);
        return new(key);
    }

    /// <summary>The prefix may be missing, as in the libraries of other senders; the padding may not.</summary>
    public static WebhookSecret? Parse(string? text)
    {
        var match = Shape().Match(text ?? "");
        var key = new byte[MostBytes + 2];
        return match.Success && Convert.TryFromBase64String(match.Groups["key"].Value, key, out var length)
            && length is >= FewestBytes and <= MostBytes
            ? new(key[..length])
            : null;
    }

    public override string ToString() => "[webhook secret]";

    internal byte[] Mac(ReadOnlySpan<byte> message) => HMACSHA256.HashData(_key, message);

    [GeneratedRegex(@"^(whsec_)?(?<key>[A-Za-z0-9+/]{32,88}={0,2})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
