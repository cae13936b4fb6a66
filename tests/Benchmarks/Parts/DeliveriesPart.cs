using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>How fast a backlog of webhooks is worked off, with every attempt logged, against graphile-worker, which logs none.</summary>
internal static class DeliveriesPart
{
    private const int Rounds = 3;
    private const int Rows = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task<Table> Run(Server server)
    {
        await using var database = await server.Create("bench_deliveries");
        await using var receiver = await Receiver.Start();
        receiver.KeepsBodies = false;
        var tenants = await Tenants.Create(database, 20);
        await using var product = await Product.Start(database);
        await product.RegisterEndpoint(tenants[0].Key, receiver.Url + "/one/1");
        await product.RegisterEndpoints(tenants, receiver.Url + "/hundred/", 100);
        await product.RegisterEndpoints(tenants, receiver.Url + "/thousand/", 1000);

        await using var control = await GraphileWorker.Start(server);
        var table = new Table("Deliveries");
        await Compare(table, database, receiver, control, "one", 1);
        await Compare(table, database, receiver, control, "hundred", 100);

        var rates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            rates.Add(await receiver.RateOf(Rows, () => Backlog.Add(database, receiver.Url + "/thousand/", Rows / 1000), Longest));
            await receiver.Quiet(Longest);
        }

        table.Add("a thousand endpoints, ten rows each", rates.Median().PerSecond(), "", "≥ 600/s", rates.Median() >= 600);

        var attempts = await database.Read<long>("select count(*) from delivery_attempts where succeeded");
        table.Note($"Backlogs of {Rows:#,##0}, first to last arrival (of those that came within {Longest.TotalSeconds:0} s), {Rounds} rounds in turn with graphile-worker 0.17.3 ({GraphileWorker.JobsAtOnce} jobs at once, no attempt log).");
        table.Note($"Attempt rows after all rounds: {attempts:#,##0} for {Rows * Rounds * 3:#,##0} deliveries.");
        return table;
    }

    private static async Task Compare(
        Table table, BenchDatabase database, Receiver receiver, GraphileWorker control, string name, int endpoints)
    {
        var (product, other) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            other.Add(await receiver.RateOf(Rows, () => control.Add($"{receiver.Url}/{name}/", endpoints, Rows / endpoints), Longest));
            await receiver.Quiet(Longest);
            product.Add(await receiver.RateOf(Rows, () => Backlog.Add(database, $"{receiver.Url}/{name}/", Rows / endpoints), Longest));
            await receiver.Quiet(Longest);
        }

        var ratio = product.Zip(other, (mine, theirs) => mine / theirs).Median();
        table.Add(endpoints == 1 ? "to one endpoint" : $"to {endpoints} endpoints", $"{product.Median().PerSecond()}, {ratio.Times()}",
            $"graphile-worker: {other.Median().PerSecond()}", "≥ 3 ×", ratio >= 3);
    }
}
