using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>
/// Kills the process under load at random points: every event of an answered request must arrive all the same, and none of a change that
/// was not committed. Each point by itself is tested by KilledProcessTests.
/// </summary>
internal static class FaultsPart
{
    private const int Rounds = 20;
    private const int Clients = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A lease, and the pause of the recurring job that finds what a lease left.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    public static async Task<Table> Run(Server server)
    {
        await using var database = await server.Create("bench_faults");
        await using var receiver = await Receiver.Start();
        var tenant = (await Tenants.Create(database, 1))[0];
        var answered = new ConcurrentDictionary<string, bool>();
        var random = Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            await using var product = await Product.Start(database);
            if (round == 0)
                await product.RegisterEndpoint(tenant.Key, receiver.Url + "/hook", "link.created");
            using var stop = new CancellationTokenSource();
            var clients = Enumerable.Range(0, Clients)
                .Select(client => CreateUntilCut(product, tenant.Key, $"{round}-{client}", answered, stop.Token)).ToList();
            await Task.Delay(TimeSpan.FromMilliseconds(200 + random.Next(1500)), CancellationToken.None);
            product.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(clients);
        }

        await using var last = await Product.Start(database);
        var began = Stopwatch.GetTimestamp();
        var missing = Missing(answered, receiver);
        while (missing > 0 && Stopwatch.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(500);
            missing = Missing(answered, receiver);
        }

        var took = Stopwatch.GetElapsedTime(began);
        var committed = (await database.Read<string[]>("select coalesce(array_agg(external_ref), '{}') from pairing_links"))
            .ToHashSet(StringComparer.Ordinal);
        var uncommitted = References(receiver).Count(reference => !committed.Contains(reference));
        var failed = await database.Read<long>("select count(*) from jobs.job where statename = 'Failed'");
        var ids = receiver.Arrivals.GroupBy(arrival => arrival.Id).ToList();
        var table = new Table("Kills");
        table.Add($"{Rounds} × kill -9 under load, {answered.Count:#,##0} links answered with 201", $"{missing} events lost", "", "0 lost",
            missing == 0);
        table.Add("events of links that were never committed", $"{uncommitted}", "", "0", uncommitted == 0);
        table.Add("the last of them delivered after the last start", $"{took.TotalSeconds:0} s", "", $"≤ {LongestDelay.TotalSeconds:0} s",
            took <= LongestDelay);
        table.Add("jobs that ended as failed", $"{failed}", "", "0", failed == 0);
        table.Add("webhook-ids that came more than once", $"{ids.Count(id => id.Count() > 1):#,##0} of {ids.Count:#,##0}", "", "", null);
        return table;
    }

    private static async Task CreateUntilCut(
        Product product, string key, string name, ConcurrentDictionary<string, bool> answered, CancellationToken stop)
    {
        using var client = new RawClient(product.Address);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var reference = $"{name}-{i}";
            try
            {
                Load.Expect(201, await client.Send(product.Post("/v1/numbers/remote-pairing", key, Product.LinkBody(reference))));
                answered[reference] = true;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                return;
            }
        }
    }

    private static int Missing(ConcurrentDictionary<string, bool> answered, Receiver receiver)
    {
        var arrived = References(receiver);
        return answered.Keys.Count(reference => !arrived.Contains(reference));
    }

    private static HashSet<string> References(Receiver receiver)
    {
        const string member = "\"externalRef\":\"";
        return receiver.Arrivals.Select(arrival =>
        {
            var at = arrival.Body.IndexOf(member, StringComparison.Ordinal) + member.Length;
            return arrival.Body[at..arrival.Body.IndexOf('"', at)];
        }).ToHashSet(StringComparer.Ordinal);
    }

#pragma warning disable RS0030 // The seed makes the kill points the same in every run.
    private static Random Random(int seed) => new(seed);
#pragma warning restore RS0030
}
