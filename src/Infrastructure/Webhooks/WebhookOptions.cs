using System.Net;
using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>Section <c>Webhooks</c>. The lists loosen the guard of outgoing requests; both are empty by default.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Host names or literal addresses that may be called over plain http and on any port. Exact matches, no wildcards. Default: none; at
    /// most 100.
    /// </summary>
    public IList<string> AllowedInsecureHosts { get; init; } = [];

    /// <summary>
    /// Networks in CIDR form (<c>10.1.0.0/16</c>) that may be called although they are not public. Default: none; at most 100.
    /// </summary>
    public IList<string> AllowedPrivateNetworks { get; init; } = [];

    /// <summary>
    /// Requests under way at once per endpoint and worker process, so that one slow receiver cannot hold the others. Default 4; 1 to 64.
    /// </summary>
    public int PerEndpointInFlight { get; init; } = 4;

    /// <summary>Webhooks that one tenant may have. Default 1000; 1 to 100000.</summary>
    public int PerTenant { get; init; } = 1000;
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const int MostEntries = 100;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var problems = new List<string>();
        if (options.PerTenant is < 1 or > 100_000)
            problems.Add("Webhooks:PerTenant must be 1 to 100000.");
        if (options.PerEndpointInFlight is < 1 or > 64)
            problems.Add("Webhooks:PerEndpointInFlight must be 1 to 64.");
        if (options.AllowedInsecureHosts.Count > MostEntries || options.AllowedPrivateNetworks.Count > MostEntries)
            problems.Add($"Webhooks:AllowedInsecureHosts and Webhooks:AllowedPrivateNetworks take at most {MostEntries} entries.");
        problems.AddRange(options.AllowedInsecureHosts
            .Where(host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown)
            .Select(host => $"Webhooks:AllowedInsecureHosts: '{host}' is not a host name or address."));
        problems.AddRange(options.AllowedPrivateNetworks
            .Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => $"Webhooks:AllowedPrivateNetworks: '{network}' is not a network such as 10.1.0.0/16."));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
