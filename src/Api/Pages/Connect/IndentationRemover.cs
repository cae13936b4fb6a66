using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// The page without the indentation that only its authors read: packed, too, it is a sixtieth of what a customer waits for.
/// </summary>
internal static partial class IndentationRemover
{
    public static HtmlString Of(IHtmlContent page, HtmlEncoder encoder)
    {
        using var text = new StringWriter();
        page.WriteTo(text, encoder);
        return new(Indentation().Replace(text.ToString(), "\n"));
    }

    [GeneratedRegex(@"\n\s+")]
    private static partial Regex Indentation();
}
