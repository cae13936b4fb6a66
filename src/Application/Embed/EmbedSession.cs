using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Embed;

/// <summary>Says which page of a tenant embeds what. It opens nothing by itself.</summary>
/// <param name="FirstMintedAt">Of the session it was renewed from: renewing ends a day after.</param>
public sealed record EmbedSession(
    TenantId Tenant, KeyId Key, IReadOnlyList<NumberId> Numbers, IReadOnlyList<string> AllowedOrigins, BrandingLayer? Branding,
    int TtlSeconds,
    DateTimeOffset FirstMintedAt, DateTimeOffset ExpiresAt)
{
    public const string Surface = "connect";
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    /// <summary>The same for another while; null when the day is over.</summary>
    public EmbedSession? Renewed(DateTimeOffset now)
    {
        var end = FirstMintedAt + LongestLife;
        var expires = now.AddSeconds(TtlSeconds);
        return now < end ? this with { ExpiresAt = expires < end ? expires : end } : null;
    }
}

/// <param name="Token">Carries the session; nothing of it is stored.</param>
public sealed record EmbedToken(string Token, EmbedSession Session)
{
    public override string ToString() => "[embed session]";
}

public interface IEmbedSeal
{
    string Seal(EmbedSession session);

    /// <summary>Null for anything we did not seal. Its expiry is not checked here.</summary>
    EmbedSession? Open(string token);
}
