using System.Globalization;

namespace PilotPairing.Domain.Access;

/// <summary>
/// URLs and origins a client may hand us. The scheme is checked by itself: on this platform <c>//host</c> and <c>/\host</c>
/// parse as absolute file URLs, so "is it absolute" proves nothing.
/// </summary>
public static class WebAddress
{
    private const int Longest = 2048;

    /// <summary>https without user info; test-mode tenants may also use http on localhost.</summary>
    public static bool IsUrl(string text, TenantMode mode) =>
        text.Length <= Longest && !text.Any(IsOutOfPlace)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Host.Length > 0
        && ((uri.Scheme == Uri.UriSchemeHttps && text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            || (mode == TenantMode.Test && uri.Scheme == Uri.UriSchemeHttp && uri.Host == "localhost"
            && text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
        && !HasUserInfo(text);

    /// <summary>Origins as they are compared and stored.</summary>
    public static IReadOnlyList<string> Origins(IEnumerable<string> written) => [.. written.Select(origin => Origin(origin)!).Distinct()];

    /// <summary>
    /// <c>https://host[:port]</c>, or http on localhost and 127.0.0.1, as it is compared: lower case, nothing behind the port; else null.
    /// Hosts in other letters are written as browsers send them, <c>xn--…</c>: a response header can carry nothing else.
    /// </summary>
    public static string? Origin(string text)
    {
        if (text.Length > Longest
            || text.Any(character =>
                char.IsControl(character) || char.IsWhiteSpace(character) || !char.IsAscii(character)
                    || character is '*' or ';' or '\\' or ',' or '\'' or '"' or '@'))
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Host.Length == 0)
            return null;

        var loopback = uri.Scheme == Uri.UriSchemeHttp && uri.Host is "localhost" or "127.0.0.1";
        if (uri.Scheme != Uri.UriSchemeHttps && !loopback)
            return null;

        var origin = uri.GetLeftPart(UriPartial.Authority).ToLowerInvariant();
        return text.Equals(origin, StringComparison.OrdinalIgnoreCase)
            || text.Equals($"{origin}:{uri.Port}", StringComparison.OrdinalIgnoreCase) ? origin : null;
    }

    /// <summary>Format characters are not seen and can turn the rest of a line around.</summary>
    private static bool IsOutOfPlace(char character) =>
        char.IsControl(character) || char.IsWhiteSpace(character) || character == '\\'
            || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    /// <summary>An empty one, as in <c>https://@host</c>, is none to <see cref="Uri"/>.</summary>
    private static bool HasUserInfo(string text)
    {
        var authority = text.AsSpan(text.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny('/', '?', '#');
        return (end < 0 ? authority : authority[..end]).Contains('@');
    }
}
