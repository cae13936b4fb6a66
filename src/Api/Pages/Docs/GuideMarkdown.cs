using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace PilotPairing.Api.Pages.Docs;

/// <summary>A guide's Markdown as HTML that fits a phone: what is wide scrolls by itself, by the keyboard too.</summary>
internal static class GuideMarkdown
{
    /// <summary>Anchors are made as GitHub makes them, for which the links of the files are written.</summary>
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    private static readonly Dictionary<string, string> Served = new(StringComparer.Ordinal)
    {
        ["openapi.json"] = "/openapi/v1.json",
        ["openapi-3.0.json"] = "/openapi/v1-3.0.json",
    };

    public static RenderedGuide Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToArray())
            Lead(link);
        foreach (var code in document.Descendants<CodeBlock>())
            code.GetAttributes().AddProperty("tabindex", "0");

        var title = document.Descendants<HeadingBlock>().First(heading => heading.Level == 1);
        document.Remove(title);
        var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.FindExact<CodeBlockRenderer>()!.OutputAttributesOnPre = true;
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrollingTables());
        renderer.Render(document);

        var sections = document.Descendants<HeadingBlock>().Where(heading => heading.Level == 2);
        return new(TextOf(title), [.. sections.Select(heading => new GuideSection(heading.GetAttributes().Id!, TextOf(heading)))],
            new HtmlString(html.ToString()));
    }

    /// <summary>To where this installation serves what the link names. What it does not serve stays as words.</summary>
    private static void Lead(LinkInline link)
    {
        var (file, anchor) = Split(link.Url!);
        if (file.Length == 0 || Uri.TryCreate(file, UriKind.Absolute, out _))
            return;
        if (file.EndsWith(".md", StringComparison.Ordinal) && Guide.Find(file[..^3]) is { } guide)
            link.Url = guide.Address + anchor;
        else if (Served.TryGetValue(file, out var address))
            link.Url = address;
        else
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
    }

    private static (string File, string Anchor) Split(string url)
    {
        var at = url.IndexOf('#', StringComparison.Ordinal);
        return at < 0 ? (url, "") : (url[..at], url[at..]);
    }

    private static string TextOf(HeadingBlock heading)
    {
        using var text = new StringWriter();
        foreach (var part in heading.Inline!.Descendants())
            text.Write(part switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                _ => "",
            });
        return text.ToString();
    }

    private sealed class ScrollingTables : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.WriteLine("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">");
            base.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }
}
