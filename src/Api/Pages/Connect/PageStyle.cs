using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// connect.css as the page carries it within itself, without what only its authors read: on a slow network a request of its own would keep customers
/// waiting for two round trips more.
/// </summary>
internal static partial class PageStyle
{
    private static readonly HtmlString Whole = new(Shortened(Read()));
    private static readonly HtmlString WithoutMeta = new(Shortened(MetaParts().Replace(Read(), "")));

    public static HtmlString For(bool offersMeta) => offersMeta ? Whole : WithoutMeta;

    private static string Read()
    {
        using var reader = new StreamReader(typeof(PageStyle).Assembly.GetManifestResourceStream("connect.css")!);
        return reader.ReadToEnd();
    }

    private static string Shortened(string css) =>
        Gaps().Replace(Comments().Replace(css, ""), gap => gap.Groups[1].Value).Replace("\n", " ", StringComparison.Ordinal).Replace(";}", "}", StringComparison.Ordinal);

    [GeneratedRegex(@"/\* Only where Meta is offered\. \*/.*?/\* Everywhere\. \*/", RegexOptions.Singleline)]
    private static partial Regex MetaParts();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    /// <summary>White space beside a sign that parts by itself; behind a colon only, for before one it says "inside".</summary>
    [GeneratedRegex(@"\s*([{};,>~])\s*|(?<=:)\s+|^\s+")]
    private static partial Regex Gaps();
}
