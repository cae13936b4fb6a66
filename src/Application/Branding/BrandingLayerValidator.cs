using System.Linq.Expressions;
using System.Text.RegularExpressions;
using FluentValidation;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Branding;

internal sealed partial class BrandingLayerValidator : AbstractValidator<BrandingLayer>
{
    public BrandingLayerValidator(TenantMode mode, LogoAddress logos)
    {
        foreach (var color in new Expression<Func<BrandingLayer, string?>>[]
            { layer => layer.PrimaryColor, layer => layer.BackgroundColor, layer => layer.CardColor })
            RuleFor(color).Must(text => text is null || Color().IsMatch(text)).WithMessage("must be a colour such as #25D366");
        RuleFor(layer => layer.CornerRadius).InclusiveBetween(0, BrandingLayer.LargestCornerRadius)
            .WithMessage($"must be between 0 and {BrandingLayer.LargestCornerRadius}");
        RuleFor(layer => layer.CompanyName!).Must(name => IsText(name, 60)).When(layer => layer.CompanyName is not null)
            .WithMessage("must be 1 to 60 characters without control characters");
        RuleFor(layer => layer.Subtitle!).Must(text => IsText(text, 120)).When(layer => layer.Subtitle is not null)
            .WithMessage("must be 1 to 120 characters without control characters");
        foreach (var image in new Expression<Func<BrandingLayer, string?>>[]
            { layer => layer.LogoUrl, layer => layer.LogoUrlDark, layer => layer.FaviconUrl })
            RuleFor(image).Must(url => url is null || WebAddress.IsUrl(url, mode) || logos.OwnAsset(url) is not null)
                .WithMessage("must be an https URL, or one that an upload returned");
        RuleFor(layer => layer.SupportUrl!).Must(url => WebAddress.IsUrl(url, mode)).When(layer => layer.SupportUrl is not null)
            .WithMessage("must be an https URL");
        RuleFor(layer => layer.DefaultRedirectUrl!).Must(url => WebAddress.IsUrl(url, mode))
            .When(layer => layer.DefaultRedirectUrl is not null)
            .WithMessage("must be an https URL");
    }

    private static bool IsText(string text, int longest) =>
        text.Trim().Length > 0 && text.EnumerateRunes().Count() <= longest && !text.Any(char.IsControl);

    [GeneratedRegex(@"^#[0-9a-fA-F]{6}\z")]
    private static partial Regex Color();
}
