using System.Diagnostics;
using System.Globalization;
using PilotPairing.Benchmarks.Lab;
using PilotPairing.Testing;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>Our own gateway on a fake WhatsApp: how soon a QR code and a connection come, and what many open sockets cost.</summary>
internal static class GatewayPart
{
    private const int Pairings = 30;
    private const int Sockets = 200;
    private const int ManySockets = 1000;
    private const int AtOnce = 8;

    public static async Task<Table> Run(Server server)
    {
        var table = new Table("Our own gateway");
        await using var whatsApp = await FakeWhatsApp.Start();
        await using var database = await server.Create("bench_gateway");
        var tenant = (await Tenants.Create(database, 1))[0];
        await Tenants.MakeLive(database, tenant);
        var settings = whatsApp.Settings("main").ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        settings["PairingBudget__PerQuarterHour"] = settings["PairingBudget__PerDay"] = "1000";
        await using var product = await Product.Start(database, more: settings);
        await Until(database, "select count(*) from gateway_nodes where whatsapp_version is not null", 1);

        var (offers, connections) = (new List<double>(), new List<double>());
        for (var i = 0; i < Pairings; i++)
        {
            var (offer, connection) = await Pair(product, database, whatsApp, tenant.Key, i);
            offers.Add(offer);
            connections.Add(connection);
        }

        table.Add("press → QR code answered", $"p50 {offers.Median().Milliseconds()}, p99 {offers.Percentile(0.99).Milliseconds()}", "",
            "p50 ≤ 800 ms", offers.Median() <= 800);
        table.Add("phone accepts → number open",
            $"p50 {connections.Median().Milliseconds()}, p99 {connections.Percentile(0.99).Milliseconds()}", "", "p50 ≤ 700 ms",
            connections.Median() <= 700);

        await Parallel.ForEachAsync(Enumerable.Range(Pairings, Sockets - Pairings), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) => await Pair(product, database, whatsApp, tenant.Key, i));
        var process = ProcessOf(product);
        var memory = ResidentMegabytes(process);
        table.Add($"{Sockets} open sockets, the gateway's process", $"{memory:0} MB", "", "≤ 600 MB", memory <= 600);

        var killed = Stopwatch.GetTimestamp();
        Process.GetProcessById(process).Kill();
        await Until(database, "select count(*) from baileys_sessions where status = 'Lost'", 1, atLeast: true);
        await Until(database, "select count(*) from baileys_sessions where status = 'Open'", Sockets);
        var back = Stopwatch.GetElapsedTime(killed).TotalSeconds;
        var lost = await database.Read<long>("select count(*) from events where type = 'number.disconnected'");
        table.Add($"process killed → {Sockets} open again", $"{back:0.0} s, {lost} number.disconnected", "", "≤ 30 s, 0",
            back <= 30 && lost == 0);
        await Spread(table, whatsApp, tenant.Key, database, product, settings);
        table.Note("On a fake WhatsApp on the same machine: what WhatsApp itself takes comes on top.");
        return table;
    }

    /// <summary>A second node gets the new numbers until it has as many as the first.</summary>
    private static async Task Spread(
        Table table, FakeWhatsApp whatsApp, string key, BenchDatabase database, Product first, Dictionary<string, string> settings)
    {
        await using var second = await Product.Start(database, more: settings);
        await Until(database, "select count(*) from gateway_nodes where whatsapp_version is not null and alive_until > now()", 2);
        await Parallel.ForEachAsync(Enumerable.Range(Sockets, ManySockets - Sockets),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) => await Pair(i % 2 == 0 ? first : second, database, whatsApp, key, i));
        await Until(database, "select count(*) from baileys_sessions where status = 'Open'", ManySockets);
        var least = await database.Read<long>("select min(count) from (select count(*) from baileys_sessions group by owner) as owned");
        var (one, other) = (ResidentMegabytes(ProcessOf(first)), ResidentMegabytes(ProcessOf(second)));
        table.Add($"{ManySockets} open sockets in two processes", $"{one:0} and {other:0} MB, the smaller share {least}", "",
            "≤ 600 MB each", Math.Max(one, other) <= 600 && least >= (ManySockets / 2) - AtOnce);
    }

    /// <returns>Milliseconds from the press to the QR code, and from the phone's acceptance to the open number.</returns>
    private static async Task<(double Offer, double Connection)> Pair(
        Product product, BenchDatabase database, FakeWhatsApp whatsApp, string key, int place)
    {
        var phone = $"5511{900_000_000 + place}";
        var link = await product.Call(product.Post("/v1/numbers/remote-pairing", key, $$"""{"name":"Loja","number":"+{{phone}}"}"""), 201);
        var token = link.GetProperty("remotePairingToken").GetString();
        var began = Stopwatch.GetTimestamp();
        // A picture comes in several chunks: only that it came is of interest.
        using (var client = new RawClient(product.Address))
            Load.Expect(200, await client.Send(product.Post($"/v1/remote-pairing/{token}/connect", null, """{"method":"qr"}""")));
        var offer = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var number = $"(select id from numbers where number = '{phone}')";
        var qr = await database.Read<string>($"select qr_payload from pairing_attempts where ended_at is null and number_id = {number}");
        began = Stopwatch.GetTimestamp();
        await whatsApp.Scan(qr, phone);
        while ((await product.Call(product.Get($"/v1/remote-pairing/{token}/status"), 200)).GetProperty("phase").GetString() != "connected")
            await Task.Delay(5);
        return (offer, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static async Task Until(BenchDatabase database, string count, long wanted, bool atLeast = false)
    {
        while (await database.Read<long>(count) is var now && (atLeast ? now < wanted : now != wanted))
            await Task.Delay(20);
    }

    /// <summary>The child of the product that is Node.</summary>
    private static int ProcessOf(Product product) => Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
        .First(id => File.Exists($"/proc/{id}/status")
            && File.ReadLines($"/proc/{id}/status").Any(line => line == $"PPid:\t{product.Id}")
            && File.ReadLines($"/proc/{id}/status").First().EndsWith("node", StringComparison.Ordinal));

    private static double ResidentMegabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
