using System.Net;
using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Access;

/// <summary>Section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>
    /// Networks in CIDR form (<c>10.1.0.0/16</c>) from which the id of a live key may stand in for the key, where the key allows it at all.
    /// Default: none; at most 100.
    /// </summary>
    public IList<string> KeyIdAllowedNetworks { get; init; } = [];
}

internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    private const int Most = 100;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var problems = options.KeyIdAllowedNetworks
            .Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => $"Access:KeyIdAllowedNetworks: '{network}' is not a network such as 10.1.0.0/16.")
            .ToList();
        if (options.KeyIdAllowedNetworks.Count > Most)
            problems.Add($"Access:KeyIdAllowedNetworks takes at most {Most} entries.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
