using System.Buffers.Text;
using System.Text.Json;
using PilotPairing.Application.Embed;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Embed;

/// <summary><c>es_</c>, the session as base64url JSON, a point, its MAC.</summary>
internal sealed class EmbedSeal(Envelopes envelopes) : IEmbedSeal
{
    private const string Prefix = "es_";
    private const string Purpose = "embed session";

    /// <summary>More than any session takes, less than a header may have.</summary>
    private const int Longest = 24 * 1024;

    public string Seal(EmbedSession session)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(SealedSession.Of(session), EmbedJson.Default.SealedSession);
        return $"{Prefix}{Base64Url.EncodeToString(body)}.{Base64Url.EncodeToString(envelopes.Mac(Purpose, body))}";
    }

    public EmbedSession? Open(string token)
    {
        if (token.Length > Longest || !token.StartsWith(Prefix, StringComparison.Ordinal)
            || token[Prefix.Length..].Split('.') is not [var written, var mac]
            || !Base64Url.IsValid(written) || !Base64Url.IsValid(mac))
            return null;

        var body = Base64Url.DecodeFromChars(written);
        return envelopes.MacMatches(Purpose, body, Base64Url.DecodeFromChars(mac))
            ? JsonSerializer.Deserialize(body, EmbedJson.Default.SealedSession)!.ToSession() : null;
    }
}

internal sealed record SealedSession(
    Guid Tenant, Guid Key, IReadOnlyList<Guid> Numbers, IReadOnlyList<string> Origins, BrandingLayer? Branding, int Ttl, long First,
    long Expires)
{
    public static SealedSession Of(EmbedSession session) => new(
        session.Tenant.Value, session.Key.Value, [.. session.Numbers.Select(number => number.Value)], session.AllowedOrigins,
        session.Branding, session.TtlSeconds,
        session.FirstMintedAt.ToUnixTimeMilliseconds(), session.ExpiresAt.ToUnixTimeMilliseconds());

    public EmbedSession ToSession() => new(
        new(Tenant), new(Key), [.. Numbers.Select(number => new Domain.Numbers.NumberId(number))], Origins, Branding, Ttl,
        DateTimeOffset.FromUnixTimeMilliseconds(First), DateTimeOffset.FromUnixTimeMilliseconds(Expires));
}
