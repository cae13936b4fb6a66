using System.Net;
using System.Net.Sockets;
using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>What a node costs that has nothing to do: time to start, transactions, memory of streams.</summary>
internal static class FootprintPart
{
    private const int Starts = 5;
    private const int Streams = 5000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static async Task<Table> Run(Server server)
    {
        var table = new Table("Footprint");
        await using var database = await server.Create("bench_footprint");
        var tenant = (await Tenants.Create(database, 1))[0];
        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await using var started = await Product.Start(database);
            starts.Add(started.StartToReady.TotalMilliseconds);
        }

        table.Add("start → ready, database up and migrated", $"{starts.Median().Milliseconds()} (fastest {starts.Min().Milliseconds()})",
            "", "≤ 1 s", starts.Median() <= 1000);

        await using var product = await Product.Start(database);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = await database.Transactions();
        await Task.Delay(Idle);
        var rate = (await database.Transactions() - before) / Idle.TotalSeconds;
        table.Add("idle database, one node", $"{rate:0.0} transactions/s", "", "≤ 12 transactions/s", rate <= 12);
        await MeasureStreams(table, product, tenant);
        return table;
    }

    private static async Task MeasureStreams(Table table, Product product, BenchTenant tenant)
    {
        var tokens = new List<string>();
        for (var i = 0; i < 10; i++)
            tokens.Add((await product.CreateLink(tenant.Key, "streams")).GetProperty("remotePairingToken").GetString()!);
        var sockets = new List<Socket>(Streams);
        try
        {
            await Open(product, tokens, sockets, 100);
            await Task.Delay(TimeSpan.FromSeconds(3));
            var before = product.ResidentBytes();
            await Open(product, tokens, sockets, Streams);
            await Task.Delay(TimeSpan.FromSeconds(10));
            var each = (product.ResidentBytes() - before) / 1000.0 / (sockets.Count - 100);
            table.Add("idle event stream", $"{each:0.0} kB each at {sockets.Count:#,##0}", "", $"≤ 10 kB each at {Streams:#,##0}",
                each <= 10 && sockets.Count == Streams);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>Each has sent its state; no more than the limit of open files allows.</summary>
    private static async Task Open(Product product, List<string> tokens, List<Socket> sockets, int count)
    {
        var buffer = new byte[4096];
        while (sockets.Count < count)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, product.Address.Port);
            await socket.SendAsync(product.Get($"/v1/remote-pairing/{tokens[sockets.Count % tokens.Count]}/events"));
            await socket.ReceiveAsync(buffer);
        }
    }
}
