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

    public Optional<string> LogoUrlDark { get; set; }

    public Optional<string> FaviconUrl { get; set; }

    public Optional<string> CardColor { get; set; }

    public Optional<int?> CornerRadius { get; set; }

    public Optional<FontFamily?> FontFamily { get; set; }

    /// <summary>What a read answered may be sent back as it is; members beside it win.</summary>
    public BrandingRequest? Branding { get; set; }

    public BrandingChange ToChange()
    {
        var cleared = new List<string>();
        var values = new BrandingLayer
        {
            LogoUrl = Sent("logoUrl", body => body.LogoUrl),
            LogoUrlDark = Sent("logoUrlDark", body => body.LogoUrlDark),
            FaviconUrl = Sent("faviconUrl", body => body.FaviconUrl),
            PrimaryColor = Sent("primaryColor", body => body.PrimaryColor),
            BackgroundColor = Sent("backgroundColor", body => body.BackgroundColor),
            CardColor = Sent("cardColor", body => body.CardColor),
            CornerRadius = Sent("cornerRadius", body => body.CornerRadius),
            FontFamily = Sent("fontFamily", body => body.FontFamily),
            CompanyName = Sent("companyName", body => body.CompanyName),
            Subtitle = Sent("subtitle", body => body.Subtitle),
            SupportUrl = Sent("supportUrl", body => body.SupportUrl),
            DefaultRedirectUrl = Sent("defaultRedirectUrl", body => body.DefaultRedirectUrl),
            HidePilotStatusBranding = Sent("hidePilotStatusBranding", body => body.HidePilotStatusBranding),
        };
        return new(values, cleared);

        T? Sent<T>(string name, Func<BrandingRequest, Optional<T>> member)
        {
            var sent = member(this).IsSent || Branding is null ? member(this) : member(Branding);
            if (sent.Clears)
                cleared.Add(name);
            return sent.Value;
        }
    }
}

/// <summary>What the tenant set, unresolved.</summary>
internal sealed record TenantBrandingFields(
    string? LogoUrl, string? PrimaryColor, string? BackgroundColor, string? CompanyName, string? Subtitle, string? SupportUrl,
    string? DefaultRedirectUrl, bool HidePilotStatusBranding, string? LogoUrlDark, string? FaviconUrl, string? CardColor,
    int? CornerRadius, FontFamily? FontFamily)
{
    public static TenantBrandingFields From(BrandingLayer layer) => new(
        layer.LogoUrl, layer.PrimaryColor, layer.BackgroundColor, layer.CompanyName, layer.Subtitle, layer.SupportUrl,
        layer.DefaultRedirectUrl, layer.HidePilotStatusBranding ?? false, layer.LogoUrlDark, layer.FaviconUrl, layer.CardColor,
        layer.CornerRadius, layer.FontFamily);
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
