using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Hosting;

/// <summary>Section <c>Otlp</c>: where traces and metrics go.</summary>
internal sealed class OtlpOptions
{
    public const string Section = "Otlp";

    /// <summary>
    /// The address of a collector that takes OTLP over HTTP, such as <c>http://collector:4318</c>. Default: none, and nothing is measured.
    /// </summary>
    public string? Endpoint { get; init; }
}

internal sealed class OtlpOptionsValidator : IValidateOptions<OtlpOptions>
{
    public ValidateOptionsResult Validate(string? name, OtlpOptions options) =>
        options.Endpoint is not { Length: > 0 } endpoint || TryParse(endpoint) is not null
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            "Otlp:Endpoint must be the address of a collector, such as http://collector:4318, without a query or a user.");

    public static Uri? TryParse(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            && address is { UserInfo: "", Query: "", Fragment: "" } ? address : null;
}
