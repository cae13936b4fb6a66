namespace PilotPairing.Domain.Branding;

/// <summary>One source of branding; a null leaves the field to the next source.</summary>
public sealed record BrandingLayer
{
    public const int LargestCornerRadius = 24;

    public static readonly BrandingLayer Empty = new();

    public string? LogoUrl { get; init; }

    public string? PrimaryColor { get; init; }

    public string? BackgroundColor { get; init; }

    public string? CompanyName { get; init; }

    public string? Subtitle { get; init; }

    public string? SupportUrl { get; init; }

    public string? DefaultRedirectUrl { get; init; }

    /// <summary>An explicit false wins over a true further down.</summary>
    public bool? HidePilotStatusBranding { get; init; }

    /// <summary>In place of <see cref="LogoUrl"/> where the page is dark.</summary>
    public string? LogoUrlDark { get; init; }

    public string? FaviconUrl { get; init; }

    public string? CardColor { get; init; }

    /// <summary>In CSS pixels, 0 to <see cref="LargestCornerRadius"/>.</summary>
    public int? CornerRadius { get; init; }

    public FontFamily? FontFamily { get; init; }

    /// <summary>The images that it names.</summary>
    public IEnumerable<string> Images() => new[] { LogoUrl, LogoUrlDark, FaviconUrl }.OfType<string>();
}

/// <param name="CompanyName">The operator's, shown where a tenant named none and keeps the product's footer. Null: no company is
/// named.</param>
/// <param name="NeutralTitle">What stands in a company's place where none may be named.</param>
public sealed record BrandingDefaults(string? CompanyName, string NeutralTitle, string Subtitle);

/// <summary>What a page shows, every field decided by itself: query over link over tenant over default.</summary>
public sealed record ResolvedBranding(
    string? LogoUrl, string? LogoUrlDark, string? FaviconUrl, string? PrimaryColor, string? BackgroundColor, string? CardColor,
    int? CornerRadius, FontFamily? FontFamily, string CompanyName, string Subtitle, string? SupportUrl, string? DefaultRedirectUrl,
    bool HidePilotStatusBranding)
{
    public static ResolvedBranding Resolve(BrandingLayer query, BrandingLayer link, BrandingLayer tenant, BrandingDefaults defaults)
    {
        var hidden = query.HidePilotStatusBranding ?? link.HidePilotStatusBranding ?? tenant.HidePilotStatusBranding ?? false;
        return new(
            LogoUrl: query.LogoUrl ?? link.LogoUrl ?? tenant.LogoUrl,
            LogoUrlDark: query.LogoUrlDark ?? link.LogoUrlDark ?? tenant.LogoUrlDark,
            FaviconUrl: query.FaviconUrl ?? link.FaviconUrl ?? tenant.FaviconUrl,
            PrimaryColor: query.PrimaryColor ?? link.PrimaryColor ?? tenant.PrimaryColor,
            BackgroundColor: query.BackgroundColor ?? link.BackgroundColor ?? tenant.BackgroundColor,
            CardColor: query.CardColor ?? link.CardColor ?? tenant.CardColor,
            CornerRadius: query.CornerRadius ?? link.CornerRadius ?? tenant.CornerRadius,
            FontFamily: query.FontFamily ?? link.FontFamily ?? tenant.FontFamily,
            CompanyName: query.CompanyName ?? link.CompanyName ?? tenant.CompanyName ?? (hidden ? null : defaults.CompanyName)
                ?? defaults.NeutralTitle,
            Subtitle: query.Subtitle ?? link.Subtitle ?? tenant.Subtitle ?? defaults.Subtitle,
            SupportUrl: link.SupportUrl ?? tenant.SupportUrl,
            DefaultRedirectUrl: link.DefaultRedirectUrl ?? tenant.DefaultRedirectUrl,
            HidePilotStatusBranding: hidden);
    }
}
