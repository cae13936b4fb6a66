using Microsoft.Extensions.Options;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.Pages.Connect;

namespace PilotPairing.Api.Branding;

internal static class BrandingModule
{
    public static void AddBranding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(BrandingWireJson.Part());
        services.AddOptions<BrandingOptions>().Bind(configuration.GetSection(BrandingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BrandingOptions>, BrandingOptionsValidator>();
        services.AddSingleton(provider => Texts.En.Unbranded(new(Name(provider.GetRequiredService<IOptions<BrandingOptions>>()), "", "")));
    }

    public static void MapBranding(this Routes routes) => routes.Keyed.MapBranding(routes.Root);

    /// <summary>A blank setting is none.</summary>
    private static string? Name(IOptions<BrandingOptions> options) =>
        options.Value.DefaultCompanyName?.Trim() is { Length: > 0 } company ? company : null;
}
