using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PilotPairing.Client;

public enum WebhookProblem
{
    MissingHeader,
    BadTimestamp,
    TooOld,
    TooNew,
    WrongSignature,
    NoEvent,
}

/// <summary>A delivery that was not signed with the endpoint's secret, or not lately.</summary>
public sealed class WebhookVerificationException(WebhookProblem problem) : Exception($"The webhook is not believed: {problem}")
{
    public WebhookProblem Problem { get; } = problem;
}

/// <summary>Verifies deliveries as Standard Webhooks describes, by any of the secrets.</summary>
public sealed class WebhookVerifier
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far the sender's and the receiver's clocks may be apart.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private const string Prefix = "whsec_";
    private const string Scheme = "v1,";
    private readonly IReadOnlyList<byte[]> _keys;
    private readonly TimeProvider _clock;

    public WebhookVerifier(IEnumerable<string> secrets, TimeProvider? clock = null)
    {
        _keys = [.. secrets.Select(Key)];
        if (_keys.Count == 0)
            throw new ArgumentException("There must be a secret", nameof(secrets));
        _clock = clock ?? TimeProvider.System;
    }

    /// <param name="body">As it came, before any parsing.</param>
    /// <exception cref="WebhookVerificationException">It is not believed; answer 400.</exception>
    public IPilotPairingEvent Verify(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
            throw new WebhookVerificationException(WebhookProblem.MissingHeader);
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw new WebhookVerificationException(WebhookProblem.BadTimestamp);
        var ahead = (decimal)seconds - _clock.GetUtcNow().ToUnixTimeSeconds();
        if (Math.Abs(ahead) > (decimal)Tolerance.TotalSeconds)
            throw new WebhookVerificationException(ahead < 0 ? WebhookProblem.TooOld : WebhookProblem.TooNew);

        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = _keys.Select(key => Encoding.ASCII.GetBytes(Scheme + Convert.ToBase64String(HMACSHA256.HashData(key, content))))
            .ToList();
        if (!signatures.Split(' ').Any(given =>
            expected.Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), one))))
            throw new WebhookVerificationException(WebhookProblem.WrongSignature);

        try
        {
            return PilotPairingEvents.Parse(Encoding.UTF8.GetString(body));
        }
        catch (JsonException)
        {
            throw new WebhookVerificationException(WebhookProblem.NoEvent);
        }
    }

    internal static bool IsSecret(string secret) => secret.StartsWith(Prefix, StringComparison.Ordinal)
        && Convert.TryFromBase64String(secret[Prefix.Length..], new byte[secret.Length], out var length) && length > 0;

    private static byte[] Key(string secret) => IsSecret(secret)
        ? Convert.FromBase64String(secret[Prefix.Length..])
        : throw new ArgumentException("A webhook secret begins with whsec_", nameof(secret));
}
