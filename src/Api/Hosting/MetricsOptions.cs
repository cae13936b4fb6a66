using System.Globalization;
using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Hosting;

/// <summary>Section <c>Metrics</c>: metrics for a Prometheus that collects them.</summary>
internal sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>
    /// Where <c>/metrics</c> answers: a port of this machine alone, such as <c>9464</c>, or an address such as
    /// <c>http://10.0.0.11:9464</c>. Nobody is asked who calls. Default: none, and nothing is measured for it.
    /// </summary>
    public string? Prometheus { get; init; }

    /// <summary>The address to listen at; null for what is none.</summary>
    public static string? TryParse(string setting)
    {
        if (int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return port is > 0 and <= ushort.MaxValue ? $"http://127.0.0.1:{port}" : null;
        try
        {
            return BindingAddress.Parse(setting) is { Scheme: "http", PathBase: "", Port: > 0 } address ? address.ToString() : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

internal sealed class MetricsOptionsValidator : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options) =>
        options.Prometheus is not { Length: > 0 } setting || MetricsOptions.TryParse(setting) is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Metrics:Prometheus must be a port of this machine, such as 9464, or an address such as http://10.0.0.11:9464.");
}
