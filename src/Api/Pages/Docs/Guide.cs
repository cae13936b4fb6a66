using Microsoft.AspNetCore.Html;

namespace PilotPairing.Api.Pages.Docs;

/// <summary>A file of <c>docs/</c> as a page of this installation, so that what is read belongs to the version that runs.</summary>
/// <param name="Name">The file's, without its ending; the page's address ends with it.</param>
/// <param name="Purpose">What it is for, in the list of guides.</param>
internal sealed record Guide(string Name, string Purpose)
{
    public const string Path = "/docs/guides";

    private readonly Lazy<RenderedGuide> _rendered = new(() => GuideMarkdown.Render(Read(Name)));

    /// <summary>In the order in which the list shows them.</summary>
    public static IReadOnlyList<GuideGroup> Groups { get; } =
    [
        new("For the engineer who integrates",
        [
            new("api", "Links, numbers, webhooks and errors, with commands to try."),
            new("embed", "The pairing page inside yours, as a dialog or in place."),
            new("sending", "The link as a WhatsApp message from one of your numbers."),
            new("migrating", "What stays and what differs if you call the original API today."),
        ]),
        new("For the operator of the server",
        [
            new("operating", "Every setting, the commands, backup, upgrade, and what to do when something fails."),
            new("containers", "An image, and a system service."),
            new("proxy", "nginx and Caddy in front of it."),
            new("gateways", "What live numbers pair through."),
            new("meta", "Numbers of Meta's WhatsApp Business Platform."),
            new("telemetry", "Metrics and traces."),
        ]),
        new("Measured",
        [
            new("benchmarks", "Requests, deliveries, latency and memory."),
            new("lighthouse", "The hosted page on a slow phone."),
        ]),
    ];

    public string Address => $"{Path}/{Name}";

    public string Title => _rendered.Value.Title;

    public IReadOnlyList<GuideSection> Sections => _rendered.Value.Sections;

    public IHtmlContent Body => _rendered.Value.Body;

    public static Guide? Find(string name) =>
        Groups.SelectMany(group => group.Guides).FirstOrDefault(guide => guide.Name == name);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Guide).Assembly.GetManifestResourceStream($"docs/{name}.md")!);
        return reader.ReadToEnd();
    }
}

internal sealed record GuideGroup(string Title, IReadOnlyList<Guide> Guides);

/// <param name="Id">Of its heading, for a link to it.</param>
internal sealed record GuideSection(string Id, string Title);

/// <param name="Sections">The headings of the second level.</param>
/// <param name="Body">What comes below the title.</param>
internal sealed record RenderedGuide(string Title, IReadOnlyList<GuideSection> Sections, IHtmlContent Body);
