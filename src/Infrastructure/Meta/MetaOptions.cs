using System.Globalization;
using Microsoft.Extensions.Options;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>The secret of the operator's Meta app: it authorizes requests in the app's name.</summary>
internal readonly record struct MetaAppSecret(string Value)
{
    public override string ToString() => "[Meta app secret]";
}

/// <summary>Section <c>Meta</c>: the operator's own Meta app. Without it live tenants have no numbers of the official API.</summary>
internal sealed class MetaOptions
{
    public const string Section = "Meta";

    /// <summary>1 to 64 letters and digits. Needs <c>AppSecret</c>. Default: none.</summary>
    public string? AppId { get; init; }

    public string? AppSecret { get; init; }

    /// <summary>
    /// The Facebook Login for Business configuration of Embedded Signup. Default: none, and only credentials can be taken over.
    /// </summary>
    public string? ConfigId { get; init; }

    /// <summary>Default <c>v26.0</c>.</summary>
    public string GraphVersion { get; init; } = "v26.0";

    /// <summary>https, or http on this machine. Default <c>https://graph.facebook.com</c>.</summary>
    public string GraphBaseUrl { get; init; } = "https://graph.facebook.com";

    /// <summary>
    /// Loaded by the hosted page after a press. https, or http on this machine. Default <c>https://connect.facebook.net/en_US/sdk.js</c>.
    /// </summary>
    public string SdkUrl { get; init; } = "https://connect.facebook.net/en_US/sdk.js";

    public bool IsConfigured => AppId is not null;

    public MetaAppSecret Secret => new(AppSecret ?? "");

    /// <summary>Graph takes id and secret as a token of the app itself.</summary>
    public MetaSecret AppToken => new($"{AppId}|{AppSecret}");
}

internal sealed class MetaOptionsValidator : IValidateOptions<MetaOptions>
{
    public ValidateOptionsResult Validate(string? name, MetaOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(MetaOptions options)
    {
        if (options.AppId is not null && MetaId.Parse(options.AppId) is null)
            yield return "Meta:AppId must be 1 to 64 letters and digits.";
        if (options.ConfigId is not null && MetaId.Parse(options.ConfigId) is null)
            yield return "Meta:ConfigId must be 1 to 64 letters and digits.";
        if (options.AppId is null != string.IsNullOrEmpty(options.AppSecret))
            yield return "Meta:AppId and Meta:AppSecret must both be set, or neither.";
        if (options.ConfigId is not null && options.AppId is null)
            yield return "Meta:ConfigId needs Meta:AppId.";
        if (!(options.GraphVersion is ['v', .. var version]
            && decimal.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)))
            yield return "Meta:GraphVersion must look like v26.0.";
        if (!IsAddress(options.GraphBaseUrl))
            yield return "Meta:GraphBaseUrl must be an https URL without user info, query and fragment; http only on this machine.";
        if (!IsAddress(options.SdkUrl))
            yield return "Meta:SdkUrl must be an https URL without user info, query and fragment; http only on this machine.";
    }

    private static bool IsAddress(string text) =>
        SettingUrl.IsUrl(text) && new Uri(text) is var uri && (uri.Scheme == "https" || uri.IsLoopback);
}
