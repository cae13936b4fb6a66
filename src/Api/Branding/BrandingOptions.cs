using Microsoft.Extensions.Options;

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
