using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Crypto;

/// <summary>Where an envelope lies. It is authenticated along: copied into another row or tenant, an envelope does not open.</summary>
internal readonly record struct EnvelopePlace(string Table, Guid Row, Guid Tenant)
{
    public byte[] AssociatedData() => Encoding.UTF8.GetBytes($"{Table}/{Row:D}/{Tenant:D}");
}

/// <summary>The envelope may be fine: the key that it names is not configured.</summary>
internal sealed class UnknownEnvelopeKeyException() : CryptographicException("The envelope's key is not in Encryption:Keys");

/// <summary>
/// Secrets that we must be able to read again, under AES-256-GCM. Bytes: version (1), length of the key id (1), key id, nonce (12), tag
/// (16), ciphertext. Encryption and MACs use keys derived from a master key, one per purpose, so that one use cannot help to break another.
/// </summary>
internal sealed class Envelopes
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly RandomNumberGenerator _random;
    private readonly MasterKey _first;
    private readonly FrozenDictionary<string, MasterKey> _keys;
    private readonly FrozenDictionary<string, byte[]> _cipherKeys;

    public Envelopes(IOptions<EncryptionOptions> options, RandomNumberGenerator random)
    {
        var keys = options.Value.Keys.Select(text =>
            MasterKey.Parse(text) ?? throw new InvalidOperationException("Encryption:Keys was not validated")).ToList();
        (_random, _first) = (random, keys[0]);
        Head = [Version, (byte)_first.Id.Length, .. Encoding.ASCII.GetBytes(_first.Id)];
        _keys = keys.ToFrozenDictionary(key => key.Id);
        _cipherKeys = keys.ToFrozenDictionary(key => key.Id, key => Derive(key, "envelope"));
    }

    /// <summary>What every envelope begins with that is sealed now; whatever begins otherwise is under an older key.</summary>
    public byte[] Head { get; }

    public byte[] Seal(EnvelopePlace place, ReadOnlySpan<byte> secret)
    {
        var head = Head.Length;
        var envelope = new byte[head + NonceBytes + TagBytes + secret.Length];
        Head.CopyTo(envelope, 0);
        var nonce = envelope.AsSpan(head, NonceBytes);
        _random.GetBytes(nonce);
        using var cipher = new AesGcm(_cipherKeys[_first.Id], TagBytes);
        cipher.Encrypt(nonce, secret, envelope.AsSpan(head + NonceBytes + TagBytes), envelope.AsSpan(head + NonceBytes, TagBytes),
            place.AssociatedData());
        return envelope;
    }

    public byte[] Seal(EnvelopePlace place, string secret) => Seal(place, Encoding.UTF8.GetBytes(secret));

    /// <summary>
    /// Throws <see cref="CryptographicException"/> for an envelope that was altered, moved, or sealed under a key that is no longer
    /// configured.
    /// </summary>
    public byte[] Open(EnvelopePlace place, ReadOnlySpan<byte> envelope)
    {
        if (envelope.Length < 2 || envelope[0] != Version)
            throw new CryptographicException("Not an envelope of a known version");

        var head = 2 + envelope[1];
        if (envelope.Length < head + NonceBytes + TagBytes)
            throw new CryptographicException("The envelope is cut short");

        if (!_cipherKeys.TryGetValue(Encoding.ASCII.GetString(envelope[2..head]), out var key))
            throw new UnknownEnvelopeKeyException();

        var secret = new byte[envelope.Length - head - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(envelope.Slice(head, NonceBytes), envelope[(head + NonceBytes + TagBytes)..],
            envelope.Slice(head + NonceBytes, TagBytes), secret, place.AssociatedData());
        return secret;
    }

    public string OpenText(EnvelopePlace place, ReadOnlySpan<byte> envelope) => Encoding.UTF8.GetString(Open(place, envelope));

    /// <summary>HMAC-SHA256 under a key derived from the first master key for this purpose.</summary>
    public byte[] Mac(string purpose, ReadOnlySpan<byte> message) => HMACSHA256.HashData(Derive(_first, "mac " + purpose), message);

    /// <summary>Holds for a MAC made under any configured key, so that rotation does not void what is under way.</summary>
    public bool MacMatches(string purpose, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac)
    {
        var matches = false;
        foreach (var key in _keys.Values)
            matches |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Derive(key, "mac " + purpose), message), mac);
        return matches;
    }

    private static byte[] Derive(MasterKey key, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Value, MasterKey.Bytes, info: Encoding.UTF8.GetBytes("pilotpairing " + purpose));
}
