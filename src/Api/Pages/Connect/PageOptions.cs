using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>Section <c>Page</c>.</summary>
internal sealed class PageOptions
{
    public const string Section = "Page";

    /// <summary>A JSON file that replaces words of WhatsApp and of phones on the page. Default: none, the shipped words.</summary>
    public string? TextsFile { get; init; }
}

internal sealed class PageOptionsValidator : IValidateOptions<PageOptions>
{
    public ValidateOptionsResult Validate(string? name, PageOptions options) =>
        PhoneTextsFile.Read(options.TextsFile).Problems is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
