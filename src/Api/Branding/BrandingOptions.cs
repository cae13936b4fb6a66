using Microsoft.Extensions.Options;
using PilotPairing.Api.Pages.Connect;

namespace PilotPairing.Api.Branding;

/// <summary>Section <c>Branding</c>.</summary>
internal sealed class BrandingOptions
{
    public const string Section = "Branding";
    public const int LongestName = 60;

    /// <summary>
    /// The operator's own company, 1 to 60 characters: shown where a tenant named none. Default: none, and pages say in their own
    /// language what they are for, without a company's name.
    /// </summary>
    public string? DefaultCompanyName { get; init; }
}

internal sealed class BrandingOptionsValidator : IValidateOptions<BrandingOptions>
{
    public ValidateOptionsResult Validate(string? name, BrandingOptions options) => IsName(options.DefaultCompanyName ?? "")
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"Branding:DefaultCompanyName must be at most {BrandingOptions.LongestName} characters without control characters.");

    private static bool IsName(string text) => text.EnumerateRunes().Count() <= BrandingOptions.LongestName && !text.Any(char.IsControl);
}

internal static class BrandingDefaultsRegistration
{
    public static IServiceCollection AddBrandingDefaults(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BrandingOptions>().Bind(configuration.GetSection(BrandingOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<BrandingOptions>, BrandingOptionsValidator>()
            .AddSingleton(provider => Texts.En.Unbranded(new(Name(provider.GetRequiredService<IOptions<BrandingOptions>>()), "", "")));
    }

    /// <summary>A blank setting is none.</summary>
    private static string? Name(IOptions<BrandingOptions> options) =>
        options.Value.DefaultCompanyName?.Trim() is { Length: > 0 } company ? company : null;
}
