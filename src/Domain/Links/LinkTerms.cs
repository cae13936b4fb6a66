using PilotPairing.Domain.Branding;

namespace PilotPairing.Domain.Links;

public enum PairingMethod
{
    Qr,
    Code,
    Meta,
}

/// <summary>Strict: the number that connects must be the one that was asked for.</summary>
public enum NumberPolicy
{
    Strict,
    Allow,
}

public enum MetaFlow
{
    Embedded,
    Credentials,
}

/// <summary>What the SaaS decided when it made a link.</summary>
public sealed record LinkTerms
{
    public NumberPolicy Policy { get; init; } = NumberPolicy.Strict;

    public IReadOnlyList<PairingMethod> Methods { get; init; } = [PairingMethod.Qr, PairingMethod.Code];

    /// <summary>What a customer who pairs gets without choosing; null is both.</summary>
    public PairingMethod? OnlyMethod =>
        Methods.Contains(PairingMethod.Qr) == Methods.Contains(PairingMethod.Code)
            ? null : Methods.First(method => method != PairingMethod.Meta);

    public string? Locale { get; init; }

    public string? RedirectUrl { get; init; }

    /// <summary>Handed back on the redirect, so that the SaaS can find its own session again.</summary>
    public string? RedirectState { get; init; }

    public string? FailureRedirectUrl { get; init; }

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public BrandingLayer Branding { get; init; } = BrandingLayer.Empty;
}
