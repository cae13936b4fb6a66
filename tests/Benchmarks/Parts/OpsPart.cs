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

    /// <summary>The row of the middle of the tables, which every filter finds.</summary>
    private static readonly IReadOnlyList<(string What, string Path)> Pages =
    [
        ("`/ops` (overview with the funnel)", "/ops"), ("`/ops?groupBy=tenant`", "/ops?groupBy=tenant"),
        ("`/ops/links`", "/ops/links"), ("`…?status=active`", "/ops/links?status=active"), ("`…?status=used`", "/ops/links?status=used"),
        ("`…?status=expired`", "/ops/links?status=expired"), ("`…?status=revoked`", "/ops/links?status=revoked"),
        ("`…?q=` a reference", "/ops/links?q=customer-500000"), ("`…?q=` a phone", "/ops/links?q=%2B5511900500000"),
        ("`…?tenant=`", "/ops/links?tenant={tenant}"), ("a link", "/ops/links/{link}"),
        ("`/ops/numbers`", "/ops/numbers"), ("`…?state=open`", "/ops/numbers?state=open"),
        ("`…?state=close`", "/ops/numbers?state=close"), ("`…?state=connecting`", "/ops/numbers?state=connecting"),
        ("`…?state=removed`", "/ops/numbers?state=removed"), ("`…?q=` a phone", "/ops/numbers?q=%2B5511900500000"),
        ("`…?q=` a reference", "/ops/numbers?q=customer-500000"), ("a number", "/ops/numbers/{number}"),
        ("`/ops/webhooks`", "/ops/webhooks"), ("an endpoint", "/ops/webhooks/{endpoint}"),
        ("`/ops/deliveries`", "/ops/deliveries"), ("`…?result=failed`", "/ops/deliveries?result=failed"),
        ("a delivery", "/ops/deliveries/{delivery}"),
        ("`/ops/messages`", "/ops/messages"), ("`/ops/gateways`", "/ops/gateways"), ("`/ops/tenants`", "/ops/tenants"),
        ("a tenant", "/ops/tenants/{tenant}"), ("`/ops/audit`", "/ops/audit"),
    ];

    public static async Task<Table> Run(Server server)
    {
        await using var database = await server.Create("bench_ops");
        Console.WriteLine("  filling bench_ops");
        using (var reader = new StreamReader(typeof(OpsPart).Assembly.GetManifestResourceStream("ops.sql")!))
            await database.Execute((await reader.ReadToEndAsync()).Replace("@rows", $"{Rows}", StringComparison.Ordinal));
        await database.Execute("vacuum analyze");
        var ids = await Ids(database);
        await using var product = await Product.Start(database);
        using var browser = await SignIn(product.Address);
        var table = new Table("Operations pages at a million rows");
        foreach (var (what, path) in Pages)
        {
            var address = ids.Aggregate(path, (named, id) => named.Replace(id.Key, id.Value, StringComparison.Ordinal));
            var times = new double[Requests];
            // The first fills caches and compiles the page.
            await Ask(browser, address);
            for (var i = 0; i < Requests; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await Ask(browser, address);
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            table.Add(what, $"p50 {times.Median().Milliseconds()}, p95 {times.Percentile(0.95).Milliseconds()}", "", $"p95 < {Goal:0} ms",
                times.Percentile(0.95) < Goal);
        }

        table.Note("A million numbers, links and delivery attempts of 100 tenants, and a day of the funnel for each of 90 days and 100 tenants.");
        table.Note($"{Requests} requests each, one after the other, the whole page over HTTP by a signed-in browser.");
        return table;
    }

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
            ["{link}"] = WireId.Format(LinkId.Prefix, link),
            ["{delivery}"] = WireId.Format(DeliveryId.Prefix, await database.Read<Guid>(
                $"select delivery_id from delivery_attempts where event_id = (select id from events where link_id = '{link}' and number_id is not null)")),
        };
    }

    private static async Task<HttpClient> SignIn(Uri address)
    {
#pragma warning disable RS0030 // A load generator has no client factory.
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
#pragma warning restore RS0030
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
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

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""")]
    private static partial Regex Token();
}
