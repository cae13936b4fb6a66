using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>The three routes that a pairing lives on, each against the same work with nothing around it.</summary>
internal static class HttpPart
{
    private const int Rounds = 3;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(3);

    public static async Task<Table> Run(Server server)
    {
        await using var database = await server.Create("bench_http");
        await database.Execute(ControlServer.Tables);
        var tenant = (await Tenants.Create(database, 1))[0];
        await using var product = await Product.Start(database);
        var controlAddress = new Uri($"http://127.0.0.1:{Child.FreePort()}/");
        await using var control = Child.Start(
            Environment.ProcessPath!,
            [typeof(HttpPart).Assembly.Location, "control", database.ConnectionString,
            controlAddress.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            AppContext.BaseDirectory, new Dictionary<string, string>());
        control.DropOutput();
        await control.WaitForReady(new Uri(controlAddress, "ready"), Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(50));

        var token = (await product.CreateLink(tenant.Key, "http")).GetProperty("remotePairingToken").GetString()!;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
        var table = new Table("Requests");
        await Compare(
            table, "`GET /v1/remote-pairing/{token}/status`, unchanged", "bare Kestrel", 0.5,
            (product.Address, product.Get($"/v1/remote-pairing/{token}/status"), 200),
            (controlAddress, RawClient.Get(controlAddress, "/bare"), 200));
        await Compare(
            table, "`GET /v1/remote-pairing/{token}`", "one row by Npgsql", 1.0,
            (product.Address, product.Get($"/v1/remote-pairing/{token}"), 200),
            (controlAddress, RawClient.Get(controlAddress, "/row/" + hash), 200));
        await Compare(
            table, "`POST /v1/numbers/remote-pairing`", "transaction of two inserts", 0.5,
            (product.Address, product.Post("/v1/numbers/remote-pairing", tenant.Key, Product.LinkBody("bench")), 201),
            (controlAddress, RawClient.Post(controlAddress, "/two-inserts", null, """{"name":"Loja","number":"5511999999999"}"""), 201));
        table.Note($"{Rounds} alternating rounds of {Each.TotalSeconds:0} s, 32 connections, load generator on the same machine.");
        return table;
    }

    private static async Task Compare(
        Table table, string what, string control, double goal, (Uri Address, byte[] Request, int Status) ours,
        (Uri Address, byte[] Request, int Status) theirs)
    {
        var (product, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await Load.Rate(theirs.Address, theirs.Request, theirs.Status, Each));
            product.Add(await Load.Rate(ours.Address, ours.Request, ours.Status, Each));
        }

        var ratio = product.Zip(bare, (mine, other) => mine / other).Median();
        table.Add(what, $"{product.Median().PerSecond()}, {ratio.Times()}", $"{control}: {bare.Median().PerSecond()}", $"≥ {goal.Times()}",
            ratio >= goal);
    }
}
