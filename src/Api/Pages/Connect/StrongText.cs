using Microsoft.AspNetCore.Html;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>Turns <c>**word**</c> into strong text; everything is encoded.</summary>
internal static class StrongText
{
    public static IHtmlContent Of(string text)
    {
        var html = new HtmlContentBuilder();
        var parts = text.Split("**");
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
                html.AppendHtml("<b>").Append(parts[i]).AppendHtml("</b>");
            else
                html.Append(parts[i]);
        }

        return html;
    }
}
