using System.Runtime.InteropServices;
using PilotPairing.Benchmarks.Lab;
using PilotPairing.Benchmarks.Parts;

// What build/bench runs. "control <connection string> <port>" serves the endpoints that the product is compared with.
if (args is ["control", var connectionString, var port])
{
    await ControlServer.Run(connectionString, port);
    return 0;
}

// The receiver's host would keep both for itself; ending the process ends the children it started.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(143));
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(130));

var parts = new Dictionary<string, Func<Server, Task<Table>>>
{
    ["http"] = HttpPart.Run,
    ["deliveries"] = DeliveriesPart.Run,
    ["latency"] = LatencyPart.Run,
    ["starvation"] = StarvationPart.Run,
    ["footprint"] = FootprintPart.Run,
    ["rows"] = RowsPart.Run,
    ["ops"] = OpsPart.Run,
    ["faults"] = FaultsPart.Run,
    ["gateway"] = GatewayPart.Run,
};
var wanted = args.Length == 0 ? [.. parts.Keys] : args;
if (wanted.FirstOrDefault(part => !parts.ContainsKey(part)) is { } unknown)
{
    Console.Error.WriteLine($"There is no part {unknown}; there are: {string.Join(", ", parts.Keys)}");
    return 2;
}

var root = Environment.GetEnvironmentVariable("PILOTPAIRING_REPOSITORY") ?? Directory.GetCurrentDirectory();
await using var server = await Server.Start(root);
var report = new Report(root);
foreach (var part in wanted)
{
    Console.WriteLine($"== {part}");
    var machine = Machine.Describe(await server.Version());
    report.Save(part, (await parts[part](server)).Markdown(machine));
}

report.Write(parts.Keys);
return 0;
