using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>
/// Section <c>Ops:Oidc</c>: sign-in to the operations pages by an OpenID Connect provider, beside passwords. Off without
/// <see cref="Authority"/>.
/// </summary>
public sealed class OidcOptions
{
    public const string Section = OpsOptions.Section + ":Oidc";

    /// <summary>
    /// The provider's issuer, as its discovery document names it: an https URL, http only on this machine. None by default.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>What the provider calls this installation: 1 to 200 characters. Required with <see cref="Authority"/>.</summary>
    public string? ClientId { get; init; }

    /// <summary>None for a public client; PKCE is used with it and without it. At most 1000 characters.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What the button says the provider is: 1 to 60 characters.</summary>
    public string DisplayName { get; init; } = "single sign-on";

    /// <summary>Asked for beside <c>openid</c>, <c>profile</c> and <c>email</c>, at most 20. None by default.</summary>
    public IList<string> Scopes { get; init; } = [];

    /// <summary>The claim of the ID token that names the person in the audit log; without it, <c>sub</c> does.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim of the ID token whose values decide the role.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Who has one of these is an operator. At least one value here or in <see cref="ViewerValues"/> is required.</summary>
    public IList<string> OperatorValues { get; init; } = [];

    /// <summary>Who has one of these, and none of the operators', is a viewer.</summary>
    public IList<string> ViewerValues { get; init; } = [];

    /// <summary>Null where no provider is configured.</summary>
    public static OidcOptions? Configured(IOptions<OidcOptions> options) =>
        options.Value is { Authority.Length: > 0 } configured ? configured : null;
}

internal sealed partial class OidcOptionsValidator : IValidateOptions<OidcOptions>
{
    private const int LongestClientId = 200;
    private const int LongestSecret = 1000;
    private const int LongestDisplayName = 60;
    private const int MostScopes = 20;
    private const int MostValues = 100;
    private const int LongestValue = 200;

    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(OidcOptions options)
    {
        if (options.Authority is null or "")
        {
            // A mistyped name of this one setting would otherwise silently leave sign-in by the provider off.
            if (options.ClientId is { Length: > 0 } || options.ClientSecret is { Length: > 0 }
                || options.OperatorValues.Count + options.ViewerValues.Count + options.Scopes.Count > 0)
                yield return "Ops:Oidc:Authority is required where anything else of Ops:Oidc is set.";
            yield break;
        }

        if (!IsIssuer(options.Authority))
            yield return "Ops:Oidc:Authority must be the https URL of the provider's issuer, without query; http only on this machine.";
        if (options.ClientId is not { Length: > 0 and <= LongestClientId })
            yield return $"Ops:Oidc:ClientId is required with Ops:Oidc:Authority: 1 to {LongestClientId} characters.";
        if (options.ClientSecret?.Length > LongestSecret)
            yield return $"Ops:Oidc:ClientSecret must have at most {LongestSecret} characters.";
        if (options.DisplayName.Length is 0 or > LongestDisplayName || options.DisplayName.Any(char.IsControl))
            yield return $"Ops:Oidc:DisplayName must have 1 to {LongestDisplayName} characters.";
        if (!Token().IsMatch(options.NameClaim))
            yield return "Ops:Oidc:NameClaim must be the name of a claim, without spaces.";
        if (!Token().IsMatch(options.RoleClaim))
            yield return "Ops:Oidc:RoleClaim must be the name of a claim, without spaces.";
        if (options.Scopes.Count > MostScopes || !options.Scopes.All(scope => Token().IsMatch(scope)))
            yield return $"Ops:Oidc:Scopes must be at most {MostScopes} names of scopes, without spaces.";
        foreach (var problem in ValueProblems(options))
            yield return problem;
    }

    private static IEnumerable<string> ValueProblems(OidcOptions options)
    {
        if (options.OperatorValues.Count + options.ViewerValues.Count == 0)
            yield return "Ops:Oidc:OperatorValues or Ops:Oidc:ViewerValues is required: without a value nobody has a role.";
        foreach (var (setting, values) in new[] { ("OperatorValues", options.OperatorValues), ("ViewerValues", options.ViewerValues) })
        {
            if (values.Count > MostValues || !values.All(value => value is { Length: > 0 and <= LongestValue }))
                yield return $"Ops:Oidc:{setting} must be at most {MostValues} values of 1 to {LongestValue} characters.";
        }

        if (options.OperatorValues.Intersect(options.ViewerValues, StringComparer.Ordinal).FirstOrDefault() is { } both)
            yield return $"Ops:Oidc:ViewerValues has {both}, which Ops:Oidc:OperatorValues has too.";
    }

    private static bool IsIssuer(string authority) => Uri.TryCreate(authority, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url is { UserInfo: "", Query: "", Fragment: "" };

    [GeneratedRegex(@"^[\x21\x23-\x5B\x5D-\x7E]{1,200}\z")]
    private static partial Regex Token();
}
