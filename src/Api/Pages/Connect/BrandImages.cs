using PilotPairing.Application.Branding;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>The paths of a brand's images on our own origin; what is elsewhere is not loaded.</summary>
internal sealed record BrandImages(string? Logo, string? LogoDark, string? Favicon)
{
    public static readonly BrandImages None = new(null, null, null);

    public static async Task<BrandImages> Find(
        ILogos logos, TenantId tenant, ResolvedBranding branding, CancellationToken cancellationToken) => new(
        await logos.Shown(tenant, branding.LogoUrl, cancellationToken),
        await logos.Shown(tenant, branding.LogoUrlDark, cancellationToken),
        await logos.Shown(tenant, branding.FaviconUrl, cancellationToken));

    /// <summary>The logo of a page whose theme is forced, or the one for the light where the device decides.</summary>
    public string? Shown(string? theme) => Logo is not null && theme == "dark" ? LogoDark ?? Logo : Logo;

    /// <summary>The one that takes its place where a device is dark; null where there is no other.</summary>
    public string? InTheDark(string? theme) => theme is null ? LogoDark : null;
}
