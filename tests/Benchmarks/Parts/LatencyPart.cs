using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>
/// How soon a webhook is on its way, on one node and from a node that only serves to one that only works, and how soon it is tried again.
/// </summary>
internal static class LatencyPart
{
    private const int PerSecond = 50;
    private const int Events = 750;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Table> Run(Server server)
    {
        var table = new Table("Latency of webhooks");
        await using var receiver = await Receiver.Start();
        await using (var database = await server.Create("bench_latency"))
        {
            var tenant = (await Tenants.Create(database, 1))[0];
            await using var product = await Product.Start(database);
            await product.RegisterEndpoint(tenant.Key, receiver.Url + "/hook", "link.created");
            await Pulse.Measure(product, tenant.Key, receiver, 100, PerSecond, Patience);
            var times = await Pulse.Measure(product, tenant.Key, receiver, Events, PerSecond, Patience);
            table.Add("request → first byte at the receiver, 50/s, one node", Pulse.Text(times), "", "p50 ≤ 20 ms, p99 ≤ 100 ms",
                times.Median() <= 20 && times.Percentile(0.99) <= 100);
            await FirstRetries(table, database, product, receiver);
        }

        await using (var database = await server.Create("bench_two_nodes"))
        {
            var tenant = (await Tenants.Create(database, 1))[0];
            await using var web = await Product.Start(database, "web");
            await using var worker = await Product.Start(database, "worker");
            await web.RegisterEndpoint(tenant.Key, receiver.Url + "/hook", "link.created");
            await Pulse.Measure(web, tenant.Key, receiver, 100, PerSecond, Patience);
            var times = await Pulse.Measure(web, tenant.Key, receiver, Events, PerSecond, Patience);
            table.Add("the same, web-only node → worker-only node", Pulse.Text(times), "", "p50 ≤ 300 ms", times.Median() <= 300);
        }

        table.Note("Measured from sending the request whose commit makes the event, so that the request's own time is in it.");
        return table;
    }

    private static async Task FirstRetries(Table table, BenchDatabase database, Product product, Receiver receiver)
    {
        const int endpoints = 20;
        var tried = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        receiver.Answer = context =>
        {
            if (context.Request.Path.StartsWithSegments("/retry") && tried.TryAdd(context.Request.Path, true))
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        var tenant = (await Tenants.CreateNext(database, 1))[0];
        await product.RegisterEndpoints([tenant], receiver.Url + "/retry/", endpoints);
        await Backlog.Add(database, receiver.Url + "/retry/", 1);
        var began = Stopwatch.GetTimestamp();
        List<double> pauses;
        do
        {
            await Task.Delay(100);
            pauses =
            [
                .. receiver.Arrivals.Where(arrival => arrival.Path.StartsWith("/retry/", StringComparison.Ordinal))
                .GroupBy(arrival => arrival.Id).Where(attempts => attempts.Count() > 1)
                    .Select(attempts => attempts.OrderBy(attempt => attempt.At).Take(2).ToList())
                    .Select(two => Stopwatch.GetElapsedTime(two[0].At, two[1].At).TotalSeconds),
            ];
        }
        while (pauses.Count < endpoints && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30));

        receiver.Answer = null;
        var slowest = pauses.Count == endpoints ? pauses.Max() : double.PositiveInfinity;
        table.Add("first retry after a 500", $"{pauses.Median():0.0} s, slowest of {endpoints} {slowest:0.0} s", "", "≤ 8 s", slowest <= 8);
    }
}
