namespace PilotPairing.Client;

/// <summary>Where an installation is, by which key it is called, and how patient a call is.</summary>
public sealed class PilotPairingOptions
{
    /// <summary>Such as <c>https://pair.example.com</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>A key of a tenant or of a number, <c>ps_…</c>.</summary>
    public string? Key { get; set; }

    /// <summary>Secrets of webhook endpoints, <c>whsec_…</c>; while one is rotated, the old and the new.</summary>
    public IList<string> WebhookSecrets { get; } = [];

    /// <summary>How often a call that failed is sent again. Default 3; 0 sends it once.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>How long one attempt may take, its body included. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait that the server may ask for with Retry-After; a longer one fails at once. Default one minute.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with them; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            problems.Add("Address must be the http or https address of an installation, such as https://pair.example.com.");
        if (Key?.StartsWith("ps_", StringComparison.Ordinal) != true)
            problems.Add("Key must be an API key, which begins with ps_.");
        if (Retries is < 0 or > 10)
            problems.Add("Retries must be from 0 to 10.");
        if (Timeout <= TimeSpan.Zero)
            problems.Add("Timeout must be more than zero.");
        foreach (var secret in WebhookSecrets)
        {
            if (!WebhookVerifier.IsSecret(secret))
                problems.Add("WebhookSecrets must be secrets of webhook endpoints, which begin with whsec_.");
        }

        return problems;
    }
}
