using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PilotPairing.Domain.Webhooks;

public enum SignatureVerdict
{
    Valid,
    MissingHeader,
    BadTimestamp,
    TooOld,
    TooNew,
    NoMatch,
}

/// <summary>Standard Webhooks 1.0.0, symmetric scheme: HMAC-SHA256 over <c>id.timestamp.body</c>, the body byte for byte as sent.</summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far sender's and receiver's clocks may be apart, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private const string Scheme = "v1,";

    /// <summary>One well-formed item per secret, separated by spaces, in the order given: the newest secret comes first.</summary>
    /// <param name="id">Never chosen by a user and without a full stop, which would let a signature be moved to other content.</param>
    /// <param name="timestamp">Unix seconds of this attempt, not of the event.</param>
    public static string Sign(string id, long timestamp, ReadOnlySpan<byte> body, params IReadOnlyList<WebhookSecret> secrets)
    {
        if (id.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException("A webhook id has no full stop", nameof(id));

        var content = Content(id, timestamp.ToString(CultureInfo.InvariantCulture), body);
        return string.Join(' ', secrets.Select(secret => Scheme + Convert.ToBase64String(secret.Mac(content))));
    }

    /// <summary>What a receiver does. Items of unknown schemes and malformed ones are skipped; any one match suffices.</summary>
    public static SignatureVerdict Verify(
        IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body, WebhookSecret secret, DateTimeOffset now)
    {
        var named = headers.ToLookup(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
        if (Only(named, IdHeader) is not { } id || Only(named, TimestampHeader) is not { } timestamp
            || Only(named, SignatureHeader) is not { } signatures)
            return SignatureVerdict.MissingHeader;

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return SignatureVerdict.BadTimestamp;

        // As seconds, since a far-off number does not fit a date.
        var ahead = (decimal)seconds - now.ToUnixTimeSeconds();
        if (ahead < -(decimal)Tolerance.TotalSeconds)
            return SignatureVerdict.TooOld;
        if (ahead > (decimal)Tolerance.TotalSeconds)
            return SignatureVerdict.TooNew;

        var expected = Encoding.ASCII.GetBytes(Scheme + Convert.ToBase64String(secret.Mac(Content(id, timestamp, body))));
        foreach (var item in signatures.Split(' '))
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(item), expected))
                return SignatureVerdict.Valid;
        }

        return SignatureVerdict.NoMatch;
    }

    private static string? Only(ILookup<string, string> named, string name) =>
        named[name].Take(2).ToList() is [{ Length: > 0 } value] ? value : null;

    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
}
