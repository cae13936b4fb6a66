using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Links;

/// <summary>Where a customer is redirected after pairing. The parameters are not signed: trust the webhook.</summary>
public static class RedirectUrl
{
    /// <summary>Link over link branding over tenant branding; null where nobody named one.</summary>
    public static string? Success(PairingLink link, string? tenantDefault, NumberId number)
    {
        var target = link.Terms.RedirectUrl ?? link.Terms.Branding.DefaultRedirectUrl ?? tenantDefault;
        return target is null
            ? null : With(target, ("status", "success"), ("numberId", number.ToString()), ("linkId", link.Id.ToString()),
                ("state", link.Terms.RedirectState));
    }

    /// <param name="status"><c>expired</c>, <c>cancelled</c> or <c>error</c>.</param>
    public static string? Failure(PairingLink link, string status) =>
        link.Terms.FailureRedirectUrl is { } target
            ? With(target, ("status", status), ("linkId", link.Id.ToString()), ("state", link.Terms.RedirectState)) : null;

    /// <summary>Parameters of the same name are replaced, so that a URL cannot say two things.</summary>
    private static string With(string url, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var uri = new Uri(url);
        var kept = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            kept.RemoveAll(pair => Uri.UnescapeDataString(pair.Split('=')[0]) == name);
            kept.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return new UriBuilder(uri) { Query = string.Join('&', kept) }.Uri.AbsoluteUri;
    }
}
