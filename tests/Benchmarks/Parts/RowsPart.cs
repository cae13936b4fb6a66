using System.Globalization;
using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>Look-ups and creations on a thousand numbers and links, and on a million, in turn on the same server.</summary>
internal static class RowsPart
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int Rounds = 5;
    private const int Requests = 40;

    private static readonly IReadOnlyList<(string What, string Method, string Path, int Status)> LookUps =
    [
        ("`POST /v1/numbers`", "POST", "/v1/numbers", 201),
        ("`POST /v1/numbers/remote-pairing`", "POST", "/v1/numbers/remote-pairing", 201),
        ("`GET /v1/numbers?limit=50`", "GET", "/v1/numbers?limit=50", 200),
        ("`…?externalRef`", "GET", "/v1/numbers?limit=50&externalRef=customer-{0}", 200),
        ("`…?state=CONNECTING`", "GET", "/v1/numbers?limit=50&state=CONNECTING", 200),
        ("`…?state=OPEN`", "GET", "/v1/numbers?limit=50&state=OPEN", 200),
        ("`…?provider=META`", "GET", "/v1/numbers?limit=50&provider=META", 200),
        ("`GET /v1/links?limit=10`", "GET", "/v1/links?limit=10", 200),
        ("`…?externalRef`", "GET", "/v1/links?limit=10&externalRef=customer-{0}", 200),
        ("`…?status=active`", "GET", "/v1/links?limit=10&status=active", 200),
        ("`…?status=used`", "GET", "/v1/links?limit=10&status=used", 200),
        ("`…?status=expired`", "GET", "/v1/links?limit=10&status=expired", 200),
        ("`…?status=revoked`", "GET", "/v1/links?limit=2&status=revoked", 200),
        ("`GET /v1/api-keys?limit=50`", "GET", "/v1/api-keys?limit=50", 200),
        ("`GET /v1/events?limit=50`", "GET", "/v1/events?limit=50", 200),
    ];

    public static async Task<Table> Run(Server server)
    {
        await using var few = await Filled(server, "bench_rows_few", Few);
        await using var many = await Filled(server, "bench_rows_many", Many);
        await using var small = await Product.Start(few);
        await using var large = await Product.Start(many);
        var table = new Table("From a thousand to a million rows");
        foreach (var lookUp in LookUps)
        {
            await Measure(small, lookUp);
            await Measure(large, lookUp);
            var (short_, long_) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                short_.Add((await Measure(small, lookUp)).Median());
                long_.Add((await Measure(large, lookUp)).Median());
            }

            var ratio = short_.Zip(long_, (before, after) => after / before).Median();
            table.Add(lookUp.What, $"{long_.Median().Milliseconds()}, {ratio.Times()}", $"1,000 rows: {short_.Median().Milliseconds()}",
                "≤ 1.3 ×", ratio <= 1.3);
        }

        table.Note("Half of the rows belong to the tenant that asks, the rest to 99 others. A fifth as many keys, attempts, events and deliveries.");
        table.Note($"Median of {Requests} requests, {Rounds} rounds in turn.");
        return table;
    }

    private static Task<double[]> Measure(Product product, (string What, string Method, string Path, int Status) lookUp)
    {
        var key = Tenants.KeyOf(0);
        return Load.Latencies(
            product.Address,
            i => lookUp.Method == "POST"
                ? product.Post(lookUp.Path, key, Product.LinkBody("rows"))
                : product.Get(string.Format(CultureInfo.InvariantCulture, lookUp.Path, 2 * (i + 1)), key),
            lookUp.Status, lookUp.Path == "/v1/numbers" ? Requests / 4 : Requests);
    }

    private static async Task<BenchDatabase> Filled(Server server, string name, int rows)
    {
        Console.WriteLine($"  filling {name}");
        var database = await server.Create(name);
        using var reader = new StreamReader(typeof(RowsPart).Assembly.GetManifestResourceStream("rows.sql")!);
        var sql = (await reader.ReadToEndAsync()).Replace("@rows", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@key", Tenants.KeyOf(0), StringComparison.Ordinal);
        await database.Execute(sql);
        await database.Execute("vacuum analyze");
        return database;
    }
}
