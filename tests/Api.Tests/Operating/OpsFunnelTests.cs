using System.Text.Json;
using System.Text.RegularExpressions;
using PilotPairing.Application.Statistics;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>The pairing funnel of all tenants on the overview, and what a link's page was opened with.</summary>
public sealed partial class OpsFunnelTests : IAsyncLifetime
{
    private const string Android = "Mozilla/5.0 (Linux; Android 14)";
    private readonly ApiHost _host = new ApiHost().WithPeople();
    private OpsBrowser _viewer = null!;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _viewer = await _host.Viewer();
    }

    public async Task DisposeAsync()
    {
        _viewer.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_funnel_counts_every_tenant_by_device_method_language_and_tenant()
    {
        var other = await _host.NewTenant();
        await _host.Execute("update tenants set name = 'Padaria' where id = @id", new { id = other.Tenant.Id.Value });
        var connected = await Opened("+5511999990001", "en");
        (await _host.Connect(connected.Token(), new { method = "code" })).Expect(200);
        (await _host.Simulate(connected.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        await _host.Execute("update pairing_links set used_at = started_at + interval '95 seconds' where used_at is not null");
        var failed = await Opened("+5511999990002", "es", other.Key.Raw.Value);
        (await _host.Connect(failed.Token())).Expect(200);
        await _host.Stall(failed, other.Key.Raw.Value);
        await _host.NewLink(new { name = "Loja", number = "+5511999990003" }, other.Key.Raw.Value);

        var all = "all|3|2|2|1|1|1|1 min 35 s";
        (await Funnel("")).Should().Equal("android|2|2|2|1|1|1|1 min 35 s", "other|1|0|0|0|0|0|–", all);
        (await Funnel("?groupBy=device")).Should().Equal("android|2|2|2|1|1|1|1 min 35 s", "other|1|0|0|0|0|0|–", all);
        (await Funnel("?groupBy=method")).Should().Equal("code|1|1|1|1|1|0|1 min 35 s", "other|1|0|0|0|0|0|–", "qr|1|1|1|0|0|1|–", all);
        (await Funnel("?groupBy=language")).Should().Equal("en|1|1|1|1|1|0|1 min 35 s", "es|1|1|1|0|0|1|–", "other|1|0|0|0|0|0|–", all);
        (await Funnel("?groupBy=tenant")).Should().Equal("Padaria|2|1|1|0|0|1|–", "tenant|1|1|1|1|1|0|1 min 35 s", all);

        var page = (await _viewer.Get("/ops?groupBy=tenant")).Text;
        Table(page, "Reasons of failure by tenant").Should().Equal("Padaria|stalled|1");
        page.Should().Contain($"<a href=\"/ops/tenants/{other.Tenant.Id}\">Padaria</a>")
            .And.Contain("<a href=\"/ops?groupBy=tenant#funnel\" aria-current=\"true\">tenant</a>")
            .And.Contain("<a href=\"/ops?groupBy=device#funnel\">device</a>");
        // The bars of both tenants, opened and started and so on; the larger of them made two links.
        BarsOf(page, "All links").Should().Equal("480", "480", "240", "240");
        BarsOf(page, "Padaria").Should().Equal("360", "360", "0", "0");
        BarsOf(page, "tenant").Should().Equal("360", "360", "360", "360");
        BarsOf(page, "stalled").Should().Equal("720");
    }

    [Fact]
    public async Task A_tenant_s_name_and_a_reason_are_never_markup()
    {
        const string Hostile = "<script>alert(1)</script>'\"&<img src=x onerror=alert(2)>";
        var link = await Opened("+5511999990001", "en");
        (await _host.Connect(link.Token())).Expect(200);
        await _host.Execute(
            "update tenants set name = @hostile; update pairing_links set failure_reason = @hostile, opened_language = @hostile",
            new { hostile = Hostile });
        await _host.Send(new RollUpFunnel());

        foreach (var path in new[] { "/ops?groupBy=tenant", "/ops?groupBy=language", "/ops?groupBy=" + Uri.EscapeDataString(Hostile),
            $"/ops/links/{link.LinkId()}" })
        {
            var page = await _viewer.Get(path);
            page.Text.Should().NotContain("<script>").And.NotContain("<img", path).And.NotContain("alert(1)</script>'\"", path);
        }

        (await _viewer.Get("/ops?groupBy=tenant")).Text.Should()
            .Contain("aria-label=\"&lt;script&gt;alert(1)&lt;/script&gt;&#x27;&quot;&amp;&lt;img");
    }

    [Theory]
    [InlineData("?groupBy=day")]
    [InlineData("?groupBy=Device")]
    [InlineData("?groupBy=1")]
    [InlineData("?groupBy=device&groupBy=tenant")]
    public async Task A_grouping_that_does_not_exist_is_named_and_the_rest_is_shown(string query)
    {
        await _host.NewLink();
        await _host.Send(new RollUpFunnel());

        var page = await _viewer.Get("/ops" + query);

        page.Status.Should().Be(400);
        page.Text.Should().Contain("<li><code>groupBy</code> must be one of device, method, language, tenant</li>")
            .And.Contain("Outstanding work").And.NotContain("Reasons of failure").And.NotContain("aria-current=\"true\"");
    }

    [Fact]
    public async Task Without_links_the_funnel_says_so_and_without_failures_too()
    {
        var empty = await _viewer.Get("/ops");
        empty.Status.Should().Be(200);
        empty.Text.Should().Contain("No links were made.").And.NotContain("Reasons of failure").And.NotContain("Pairing funnel by");

        await _host.NewLink();
        await _host.Send(new RollUpFunnel());

        (await _viewer.Get("/ops")).Text.Should().Contain("None failed.").And.NotContain("No links were made.");
    }

    [Fact]
    public async Task Links_made_longer_ago_than_thirty_days_are_not_in_it()
    {
        await _host.NewLink();
        await _host.Execute("update pairing_links set created_at = created_at - interval '30 days'");
        await _host.Send(new RollUpFunnel());

        (await _viewer.Get("/ops")).Text.Should().Contain("No links were made.");
    }

    [Fact]
    public async Task The_largest_groups_are_shown_and_the_others_counted()
    {
        await _host.NewLink();
        await _host.Send(new RollUpFunnel());
        await _host.Execute(
            """
            insert into pairing_funnel (tenant_id, day, device, method, language, created, opened, started, scanned, connected, failed)
            select tenant_id, day, device, method, 'l' || number, 10 + number, 0, 0, 0, 0, 0 from pairing_funnel, generate_series(1, 13) number
            """);

        var rows = await Funnel("?groupBy=language");

        rows.Select(row => row.Split('|')[0]).Should().Equal([.. Enumerable.Range(2, 12).Reverse().Select(number => $"l{number}"), "all"]);
        rows[^1].Should().Be("all|222|0|0|0|0|0|–");
        (await _viewer.Get("/ops?groupBy=language")).Text.Should().Contain("2 groups with fewer links are left out");
    }

    [Fact]
    public async Task A_link_s_page_says_what_it_was_opened_with()
    {
        var link = await _host.NewLink(new { name = "Loja", number = "+5511999990001" });
        (await Facts(link)).Should().Contain("Last opened with: –");
        await Open(link, "es", Android + " Instagram 300.0");
        (await Facts(link)).Should().Contain("Last opened with: android, in-app browser, language es");
        (await _viewer.Get($"/ops/links/{link.LinkId()}")).Text.Should()
            .Contain("Opened<small>android, in-app browser, language es</small>");

        await Open(link, "zz", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1");

        (await Facts(link)).Should().Contain("Last opened with: ios, browser, language not known");
        await _host.Execute("update pairing_links set opens = 3");
        (await _viewer.Get($"/ops/links/{link.LinkId()}")).Text.Should().Contain("3 times until now, last with ios, browser");
    }

    private async Task<JsonElement> Opened(string number, string language, string? key = null)
    {
        var link = await _host.NewLink(new { name = "Loja", number }, key);
        await Open(link, language, Android);
        return link;
    }

    private async Task Open(JsonElement link, string language, string agent) => (await _host.Call(
        "POST", $"/v1/remote-pairing/{link.Token()}/report", new { kind = "opened", value = language }, "", ("User-Agent", agent)))
            .Status.Should().Be(204);

    /// <summary>Once the sums are up to date.</summary>
    private async Task<IReadOnlyList<string>> Funnel(string query)
    {
        await _host.Send(new RollUpFunnel());
        var page = await _viewer.Get("/ops" + query);
        page.Status.Should().Be(200, page.Text);
        return Table(page.Text, "Pairing funnel by ");
    }

    private async Task<IEnumerable<string>> Facts(JsonElement link) =>
        Fact().Matches((await _viewer.Get($"/ops/links/{link.LinkId()}")).Text)
            .Select(fact => $"{fact.Groups["name"].Value}: {Plain(fact.Groups["value"].Value)}");

    /// <summary>The rows under a caption, their cells with lines between.</summary>
    private static IReadOnlyList<string> Table(string page, string caption)
    {
        var start = page.IndexOf($"<caption class=\"quiet-voice\">{caption}", StringComparison.Ordinal);
        start.Should().BePositive(caption);
        var body = page[start..page.IndexOf("</table>", start, StringComparison.Ordinal)];
        return [.. Row().Matches(body)
            .Select(row => string.Join('|', Cell().Matches(row.Value).Select(cell => Plain(cell.Groups["content"].Value))))];
    }

    private static IEnumerable<string> BarsOf(string page, string label)
    {
        var start = page.IndexOf($"aria-label=\"{label}: ", StringComparison.Ordinal);
        start.Should().BePositive(label);
        return Bar().Matches(page[start..page.IndexOf("</svg>", start, StringComparison.Ordinal)]).Select(bar => bar.Groups["width"].Value);
    }

    private static string Plain(string html) => System.Net.WebUtility.HtmlDecode(Tag().Replace(html, "")).Trim();

    [GeneratedRegex("<dt>(?<name>[^<]+)</dt><dd>(?<value>.*?)</dd>", RegexOptions.Singleline)]
    private static partial Regex Fact();

    [GeneratedRegex("<tr>\\s*<td.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<td[^>]*>(?<content>.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex Cell();

    [GeneratedRegex("<rect[^>]* width=\"(?<width>[0-9.]+)\"")]
    private static partial Regex Bar();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
