using System.Text.RegularExpressions;
using PilotPairing.Api.Pages.Docs;
using PilotPairing.Testing;
using ServedGuide = PilotPairing.Api.Pages.Docs.Guide;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>The files of <c>docs/</c> as the installation serves them: all of them, and each link leads somewhere.</summary>
public sealed partial class ServedGuideTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public void Every_file_of_the_documentation_is_in_the_list()
    {
        var files = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md").Select(Path.GetFileNameWithoutExtension);

        ServedGuide.Groups.SelectMany(group => group.Guides).Select(guide => guide.Name).Should().BeEquivalentTo(files);
    }

    [Fact]
    public async Task Every_link_of_the_guides_leads_to_a_page_and_to_a_heading_on_it()
    {
        var pages = new Dictionary<string, string>();
        var waiting = new Queue<string>(["/docs/guides"]);
        var anchors = new List<(string From, string Page, string Anchor)>();
        while (waiting.TryDequeue(out var address))
        {
            if (!pages.TryAdd(address, ""))
                continue;
            var answer = await host.Get(address, key: "");
            answer.Status.Should().Be(200, address);
            if (!address.StartsWith("/docs/guides", StringComparison.Ordinal))
                continue;
            pages[address] = answer.Text;
            foreach (var link in Links().Matches(answer.Text).Select(match => match.Groups[1].Value))
            {
                if (link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith("data:", StringComparison.Ordinal))
                    continue;
                var (page, anchor) = link.Split('#') is [var to, var at] ? (to.Length == 0 ? address : to, at) : (link, "");
                page.Should().StartWith("/", $"{address} leads to it");
                waiting.Enqueue(page);
                if (anchor.Length > 0)
                    anchors.Add((address, page, anchor));
            }
        }

        anchors.Should().HaveCountGreaterThan(50);
        anchors.Where(link => !pages[link.Page].Contains($"id=\"{link.Anchor}\"", StringComparison.Ordinal)).Should().BeEmpty();
        pages.Keys.Should().Contain(ServedGuide.Groups.SelectMany(group => group.Guides).Select(guide => guide.Address));
    }

    [Theory]
    [InlineData("/docs/guides/nothing")]
    [InlineData("/docs/guides/API")]
    [InlineData("/docs/guides/..%2F..%2FREADME")]
    [InlineData("/docs/guides/api/more")]
    public async Task A_guide_that_does_not_exist_is_404(string address) =>
        (await host.Get(address, key: "")).ShouldBeRefused(404, "NOT_FOUND");

    [Fact]
    public async Task The_API_leads_to_the_guides() =>
        (await host.Get("/docs", key: "")).Text.Should().Contain("href=\"/docs/guides\"");

    [Fact]
    public void Angle_brackets_are_text_and_a_link_to_what_is_not_served_is_words()
    {
        var guide = GuideMarkdown.Render(
            "# A `b` guide\n\nSet <name> as [the unit](../deploy/x.service) says, or [embed](embed.md#options).");

        guide.Title.Should().Be("A b guide");
        guide.Body.ToString().Should().Contain(
            "<p>Set &lt;name&gt; as the unit says, or <a href=\"/docs/guides/embed#options\">embed</a>.</p>");
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Links();
}
