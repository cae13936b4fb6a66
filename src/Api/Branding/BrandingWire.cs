using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Branding;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Branding;

[ShownMembers("companyName", "primaryColor", "supportUrl")]
internal sealed record BrandingRequest
{
    public Optional<string> LogoUrl { get; set; }

    public Optional<string> PrimaryColor { get; set; }

    public Optional<string> BackgroundColor { get; set; }

    public Optional<string> CompanyName { get; set; }

    public Optional<string> Subtitle { get; set; }

    public Optional<string> SupportUrl { get; set; }

    public Optional<string> DefaultRedirectUrl { get; set; }

    public Optional<bool?> HidePilotStatusBranding { get; set; }

    /// <summary>What a read answered may be sent back as it is; members beside it win.</summary>
    public BrandingRequest? Branding { get; set; }

    public BrandingChange ToChange() => new()
    {
        LogoUrl = Sent(LogoUrl, Branding?.LogoUrl),
        PrimaryColor = Sent(PrimaryColor, Branding?.PrimaryColor),
        BackgroundColor = Sent(BackgroundColor, Branding?.BackgroundColor),
        CompanyName = Sent(CompanyName, Branding?.CompanyName),
        Subtitle = Sent(Subtitle, Branding?.Subtitle),
        SupportUrl = Sent(SupportUrl, Branding?.SupportUrl),
        DefaultRedirectUrl = Sent(DefaultRedirectUrl, Branding?.DefaultRedirectUrl),
        HidePilotStatusBranding = Sent(HidePilotStatusBranding, Branding?.HidePilotStatusBranding),
    };

    private static Optional<T> Sent<T>(Optional<T> member, Optional<T>? wrapped) => member.IsSent ? member : wrapped ?? default;
}

/// <summary>What the tenant set, unresolved.</summary>
internal sealed record TenantBrandingFields(
    string? LogoUrl, string? PrimaryColor, string? BackgroundColor, string? CompanyName, string? Subtitle, string? SupportUrl,
    string? DefaultRedirectUrl,
    bool HidePilotStatusBranding)
{
    public static TenantBrandingFields From(BrandingLayer layer) => new(
        layer.LogoUrl, layer.PrimaryColor, layer.BackgroundColor, layer.CompanyName, layer.Subtitle, layer.SupportUrl,
        layer.DefaultRedirectUrl,
        layer.HidePilotStatusBranding ?? false);
}

internal sealed record TenantBrandingResponse(TenantBrandingFields Branding);

internal sealed record LogoResponse(
    [property: Field("Where the logo is served", "https://connect.example.com/assets/ast_01m7yzm1g9e3atdvy5zebzrk9y", Format = "uri")]
    string Url,
    [property: Field("The last part of the URL", "ast_01m7yzm1g9e3atdvy5zebzrk9y")]
    string Key, string MimeType, string FileName, int SizeBytes)
{
    public static LogoResponse From(Asset asset, LogoAddress address) =>
        new(address.UrlOf(asset.Id), asset.Id.ToString(), asset.Image.MimeType, asset.FileName, asset.Image.Content.Length);
}
