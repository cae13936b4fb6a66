using System.Text.RegularExpressions;

namespace PilotPairing.Api.Cli;

/// <summary>
/// The settings as they may be shown to somebody else. What is not known to be harmless is hidden, and a secret is hidden wherever its text
/// turns up.
/// </summary>
internal sealed partial class HiddenSettings(IConfiguration configuration)
{
    private const string Hidden = "[hidden]";
    private const int ShortestSecret = 6;

    private static readonly string[] Shown =
    [
        "Urls", "PublicUrl", "ConnectUrl", "ConnectUrls", "KnownProxies", "MigrateAtStart", "DataDirectory", "Branding", "Tenants",
        "Gateways", "WhatsAppGatewayDirectory", "Meta", "Webhooks", "Jobs", "Sending", "PairingBudget", "Pairing", "Page",
        "Reconciliation", "Access", "Otlp", "Metrics", "RateLimits", "Retention", "Stopping", "Logging", "ASPNETCORE_ENVIRONMENT",
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
    ];

    /// <summary>Named, so that one sees what is set, and never shown.</summary>
    private static readonly string[] Secret = ["ConnectionStrings", "Encryption", "Ops", "Demo"];

    private readonly IReadOnlyList<string> _secrets =
    [
        .. configuration.AsEnumerable().Where(setting => setting.Value is { Length: >= ShortestSecret } && IsSecret(setting.Key))
            .SelectMany(setting => PartsOf(setting.Value!)).Distinct().OrderByDescending(secret => secret.Length),
    ];

    /// <summary>One line each, as an environment file has them.</summary>
    public string List() => string.Concat(configuration.AsEnumerable()
        .Where(setting => setting.Value is not null && (IsOf(setting.Key, Shown) || IsOf(setting.Key, Secret)))
        .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
        .Select(setting =>
            $"{setting.Key.Replace(":", "__", StringComparison.Ordinal)}={(IsSecret(setting.Key) ? Hidden : WithoutUser(setting.Value!))}\n"));

    /// <summary>The text without any secret of the settings.</summary>
    public string Redact(string text) =>
        _secrets.Aggregate(text, (redacted, secret) => redacted.Replace(secret, Hidden, StringComparison.Ordinal));

    private static bool IsSecret(string key) => IsOf(key, Secret) || SecretName().IsMatch(key);

    private static bool IsOf(string key, string[] sections) => sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>A connection string and a key with its id are secret in parts, too.</summary>
    private static IEnumerable<string> PartsOf(string value)
    {
        yield return value;
        if (value.Split(':', 2) is [_, { Length: >= ShortestSecret } key])
            yield return key;
        foreach (Match password in Password().Matches(value))
        {
            if (password.Groups["value"].Value.Trim('\'', '"', ' ') is { Length: >= ShortestSecret } secret)
                yield return secret;
        }
    }

    private static string WithoutUser(string value) => User().Replace(value, "://" + Hidden + "@");

    [GeneratedRegex("(key|secret|password|hash|token)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    [GeneratedRegex("(password|pwd)\\s*=\\s*(?<value>'[^']*'|\"[^\"]*\"|[^;]*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Password();

    [GeneratedRegex("://[^/@]*@")]
    private static partial Regex User();
}
