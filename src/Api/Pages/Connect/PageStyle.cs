using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// connect.css as the page carries it within itself, without what only its authors read: on a slow network a request of its own would keep
/// customers waiting for two round trips more.
/// </summary>
internal static partial class PageStyle
{
    private static readonly Dictionary<(bool OffersMeta, bool IsFramed), HtmlString> Styles =
        new (bool OffersMeta, bool IsFramed)[] { (true, true), (true, false), (false, true), (false, false) }
            .ToDictionary(page => page, page => new HtmlString(Shortened(Read(), page.OffersMeta, page.IsFramed)));

    public static HtmlString For(bool offersMeta, bool isFramed) => Styles[(offersMeta, isFramed)];

    private static string Read()
    {
        using var reader = new StreamReader(typeof(PageStyle).Assembly.GetManifestResourceStream("connect.css")!);
        return reader.ReadToEnd();
    }

    private static string Shortened(string css, bool offersMeta, bool isFramed)
    {
        var used = Parts().Replace(css, part => (part.Groups["meta"].Success ? offersMeta : isFramed) ? part.Value : "");
        return Gaps().Replace(Comments().Replace(used, ""), gap => gap.Groups[1].Value).Replace("\n", " ", StringComparison.Ordinal)
            .Replace(";}", "}", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"/\* Only (?:(?<meta>where Meta is offered)|in a frame)\. \*/.*?/\* Everywhere\. \*/", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    /// <summary>White space beside a sign that parts by itself; behind a colon only, for before one it says "inside".</summary>
    [GeneratedRegex(@"\s*([{};,>~])\s*|(?<=:)\s+|^\s+")]
    private static partial Regex Gaps();
}
