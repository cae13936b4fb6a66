namespace PilotPairing.Infrastructure.Http;

/// <summary>
/// URLs that the operator sets. They are compared as text, too: <see cref="Uri"/> trims spaces, resolves dots, and shows neither an
/// empty query nor an empty user info.
/// </summary>
public static class SettingUrl
{
    /// <summary>http or https, a path allowed; without user info, query and fragment.</summary>
    public static bool IsUrl(string? text) =>
        text is not null && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
        && text.StartsWith(uri.Scheme + "://", StringComparison.OrdinalIgnoreCase)
        && text.AsSpan().IndexOfAny("?#@\\") < 0 && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));

    /// <summary>The same without a path; one slash at the end says nothing.</summary>
    public static bool IsOrigin(string? text)
    {
        if (!IsUrl(text))
            return false;
        var path = text!.IndexOf('/', text.IndexOf("//", StringComparison.Ordinal) + 2);
        return path < 0 || path == text.Length - 1;
    }
}
