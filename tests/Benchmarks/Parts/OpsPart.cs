using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using PilotPairing.Benchmarks.Lab;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>Every operations page with a million numbers, links and deliveries, as an operator's browser asks for it.</summary>
internal static partial class OpsPart
{
    private const int Rows = 1_000_000;
    private const int Requests = 40;
    private const double Goal = 100;
    private const string Older = " older";

    /// <summary>Every page with every filter; what is looked for is the row of the middle of the tables.</summary>
    private static readonly IReadOnlyList<(string What, string Path)> Pages =
    [
        ("`/ops` (overview with the funnel by device)", "/ops"), ("`…?groupBy=method`", "/ops?groupBy=method"),
        ("`…?groupBy=language`", "/ops?groupBy=language"), ("`…?groupBy=tenant`", "/ops?groupBy=tenant"),
        ("`/ops/links`", "/ops/links"), ("its next page", "/ops/links older"),
        ("`…?status=active`", "/ops/links?status=active"), ("`…?status=used`", "/ops/links?status=used"),
        ("`…?status=expired`", "/ops/links?status=expired"), ("`…?status=revoked`", "/ops/links?status=revoked"),
        ("`…?q=` an id, with the link's page", "/ops/links?q={link}"),
        ("`…?q=` a reference", "/ops/links?q=customer-500000"), ("`…?q=` a phone", "/ops/links?q=%2B5511900500000"),
        ("`…?tenant=`", "/ops/links?tenant={tenant}"), ("`…?tenant=&status=expired`", "/ops/links?tenant={tenant}&status=expired"),
        ("a link", "/ops/links/{link}"),
        ("`/ops/numbers`", "/ops/numbers"), ("its next page", "/ops/numbers older"),
        ("`…?state=open`", "/ops/numbers?state=open"), ("`…?state=close`", "/ops/numbers?state=close"),
        ("`…?state=connecting`", "/ops/numbers?state=connecting"), ("`…?state=removed`", "/ops/numbers?state=removed"),
        ("`…?q=` an id, with the number's page", "/ops/numbers?q={number}"),
        ("`…?q=` a phone", "/ops/numbers?q=%2B5511900500000"), ("`…?q=` a reference", "/ops/numbers?q=customer-500000"),
        ("`…?tenant=&state=open`", "/ops/numbers?tenant={tenant}&state=open"), ("a number", "/ops/numbers/{number}"),
        ("`/ops/webhooks`", "/ops/webhooks"), ("`…?state=active`", "/ops/webhooks?state=active"),
        ("`…?state=failing`", "/ops/webhooks?state=failing"), ("`…?state=inactive`", "/ops/webhooks?state=inactive"),
        ("`…?tenant=`", "/ops/webhooks?tenant={tenant}"), ("an endpoint", "/ops/webhooks/{endpoint}"),
        ("`/ops/deliveries`", "/ops/deliveries"), ("its next page", "/ops/deliveries older"),
        ("`…?result=failed`", "/ops/deliveries?result=failed"), ("`…?endpoint=`", "/ops/deliveries?endpoint={endpoint}"),
        ("`…?endpoint=&result=failed`, where none failed", "/ops/deliveries?endpoint={endpoint}&result=failed"),
        ("`…?q=` an id, with the delivery's page", "/ops/deliveries?q={delivery}"), ("a delivery", "/ops/deliveries/{delivery}"),
        ("`/ops/messages`", "/ops/messages"), ("`…?status=sent`", "/ops/messages?status=sent"),
        ("`…?status=failed`", "/ops/messages?status=failed"), ("`…?status=unknown`, where none is", "/ops/messages?status=unknown"),
        ("`…?tenant=`", "/ops/messages?tenant={tenant}"),
        ("`…?tenant=&status=pending`, where none is", "/ops/messages?tenant={tenant}&status=pending"),
        ("`/ops/gateways`", "/ops/gateways"), ("`/ops/tenants`", "/ops/tenants"), ("`…?q=` a name", "/ops/tenants?q=tenant%209"),
        ("a tenant", "/ops/tenants/{tenant}"), ("`/ops/audit`", "/ops/audit"), ("`…?actor=`", "/ops/audit?actor=ops"),
        ("`…?action=`", "/ops/audit?action=link_revoked"), ("`…?subject=`", "/ops/audit?subject=lnk_500001"),
    ];

    /// <summary>What a tenant with half of the links asks for.</summary>
    private static readonly IReadOnlyList<(string What, string Path, string Accept)> Statistics =
    [
        ("`GET /v1/stats/pairing`", "/v1/stats/pairing", "application/json"), ("the same as CSV", "/v1/stats/pairing", "text/csv"),
        ("`…?groupBy=device`", "/v1/stats/pairing?groupBy=device", "application/json"),
        ("`…?groupBy=method`", "/v1/stats/pairing?groupBy=method", "application/json"),
        ("`…?groupBy=language`", "/v1/stats/pairing?groupBy=language", "application/json"),
        ("`…?from=` 90 days ago", "/v1/stats/pairing?from={ninety}", "application/json"),
    ];

    public static async Task<Table> Run(Server server)
    {
        await using var database = await server.Create("bench_ops");
        Console.WriteLine("  filling bench_ops");
        using (var reader = new StreamReader(typeof(OpsPart).Assembly.GetManifestResourceStream("ops.sql")!))
            await database.Execute((await reader.ReadToEndAsync()).Replace("@rows", $"{Rows}", StringComparison.Ordinal)
                .Replace("@key", Tenants.KeyOf(0), StringComparison.Ordinal));
        await database.Execute("vacuum analyze");
        var ids = await Ids(database);
        await using var product = await Product.Start(database);
        using var browser = await SignIn(product.Address);
        var table = new Table("Operations pages at a million rows");
        foreach (var (what, path) in Pages)
            await Measure(table, what, browser, path.EndsWith(Older, StringComparison.Ordinal)
                ? await NextPage(browser, path[..^Older.Length]) : Named(path, ids));

        foreach (var (what, path, accept) in Statistics)
        {
            using var tenant = Client(product.Address, accept);
            tenant.DefaultRequestHeaders.Add("x-api-key", Tenants.KeyOf(0));
            await Measure(table, what, tenant, Named(path, ids));
        }

        table.Note("A million numbers, links and delivery attempts of 100 tenants, and 60,000 attempts within the last hour; half of all belong to one.");
        table.Note("The funnel is of these million links within 30 days, by 24 combinations of device, method and language, with hundreds of different times to pair.");
        table.Note($"{Requests} requests each, one after the other, the whole answer over HTTP.");
        return table;
    }

    private static async Task Measure(Table table, string what, HttpClient client, string path)
    {
        var times = new double[Requests];
        // The first fills caches and compiles the page.
        await Ask(client, path);
        for (var i = 0; i < Requests; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await Ask(client, path);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        table.Add(what, $"p50 {times.Median().Milliseconds()}, p95 {times.Percentile(0.95).Milliseconds()}", "", $"p95 < {Goal:0} ms",
            times.Percentile(0.95) < Goal);
    }

    private static string Named(string path, Dictionary<string, string> ids) =>
        ids.Aggregate(path, (named, id) => named.Replace(id.Key, id.Value, StringComparison.Ordinal));

    /// <summary>Of the rows in the middle.</summary>
    private static async Task<Dictionary<string, string>> Ids(BenchDatabase database)
    {
        const string Middle = "= 'customer-500000'";
        var link = await database.Read<Guid>($"select id from pairing_links where external_ref {Middle}");
        return new()
        {
            ["{tenant}"] = WireId.Format(TenantId.Prefix, await database.Read<Guid>("select id from tenants where name = 'Tenant 0'")),
            ["{endpoint}"] = WireId.Format(EndpointId.Prefix, await database.Read<Guid>("select id from tenants where name = 'Tenant 0'")),
            ["{number}"] = WireId.Format(NumberId.Prefix, await database.Read<Guid>($"select id from numbers where external_ref {Middle}")),
            ["{ninety}"] = TimeProvider.System.GetUtcNow().AddDays(-89).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["{link}"] = WireId.Format(LinkId.Prefix, link),
            ["{delivery}"] = WireId.Format(DeliveryId.Prefix, await database.Read<Guid>(
                $"select delivery_id from delivery_attempts where event_id = (select id from events where link_id = '{link}' and number_id is not null)")),
        };
    }

    private static HttpClient Client(Uri address, string accept)
    {
#pragma warning disable RS0030 // A load generator has no client factory.
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
#pragma warning restore RS0030
        client.DefaultRequestHeaders.Add("Accept", accept);
        return client;
    }

    private static async Task<HttpClient> SignIn(Uri address)
    {
        var browser = Client(address, "text/html");
        var form = await browser.GetStringAsync("/ops/sign-in");
        using var fields = new FormUrlEncodedContent(
        [
            new("Username", "ops"), new("Password", Product.OpsPassword),
            new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value),
        ]);
        using var signedIn = await browser.PostAsync("/ops/sign-in", fields);
        signedIn.EnsureSuccessStatusCode();
        return browser;
    }

    private static async Task Ask(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK || page.Contains("id=\"username\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {page[..Math.Min(300, page.Length)]}");
    }

    private static async Task<string> NextPage(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(Next().Match(await browser.GetStringAsync(path)).Groups["path"].Value);

    [GeneratedRegex("""href="(?<path>[^"]+)" rel="next">""")]
    private static partial Regex Next();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""")]
    private static partial Regex Token();
}
