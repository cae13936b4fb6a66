using System.Diagnostics.Metrics;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Telemetry;

/// <summary>
/// What the program measures of its own work. Where nobody listens, a measurement is one comparison. Attributes are words of fixed lists
/// and the names of configured gateways, never an id, token, phone number or key.
/// </summary>
public static class Meters
{
    public const string Name = "PilotPairing";

    /// <summary>What stands in the place of a gateway's name for requests to Graph.</summary>
    internal const string Meta = "meta";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Deliveries =
        Meter.CreateCounter<long>("pilotpairing.deliveries", "{attempt}", "Attempts to deliver a webhook, by outcome");
    private static readonly Counter<long> Phases =
        Meter.CreateCounter<long>("pilotpairing.pairing.phases", "{phase}", "Phases that pairings entered");
    private static readonly Histogram<double> Pairings =
        Meter.CreateHistogram<double>("pilotpairing.pairing.duration", "s", "From the first artifact asked for to the connected number",
            advice: Buckets(5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800));
    private static readonly Histogram<double> GatewayCalls =
        Meter.CreateHistogram<double>("pilotpairing.gateway.duration", "s", "Requests to gateways and to Meta, by outcome",
            advice: Buckets(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30));
    private static readonly UpDownCounter<long> Streams =
        Meter.CreateUpDownCounter<long>("pilotpairing.streams", "{stream}", "Open event streams");
    private static readonly Gauge<double> OutboxAges =
        Meter.CreateGauge<double>("pilotpairing.outbox.age", "s", "For how long the oldest due row has been due");
    private static readonly Gauge<double> HeartbeatAges =
        Meter.CreateGauge<double>("pilotpairing.jobs.heartbeat.age", "s", "Since a process with workers last reported that it runs");

    /// <summary>The usual ones are for milliseconds.</summary>
    private static InstrumentAdvice<double> Buckets(params double[] seconds) => new() { HistogramBucketBoundaries = seconds };

    internal static void Delivered(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal static void Entered(string phase) => Phases.Add(1, new KeyValuePair<string, object?>("phase", phase));

    internal static void Paired(TimeSpan took) => Pairings.Record(took.TotalSeconds);

    internal static void Called(string gateway, string outcome, TimeSpan took) =>
        GatewayCalls.Record(took.TotalSeconds, new KeyValuePair<string, object?>("gateway", gateway),
            new KeyValuePair<string, object?>("outcome", outcome));

    internal static void Measured(WorkHealth work)
    {
        foreach (var (kind, age) in work.OutboxAges)
            OutboxAges.Record(age.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
        if (work.HeartbeatAge is { } heartbeat)
            HeartbeatAges.Record(heartbeat.TotalSeconds);
    }

    /// <summary>An open stream, until it is disposed.</summary>
    public static IDisposable OpenStream() => new Stream();

    private sealed class Stream : IDisposable
    {
        public Stream() => Streams.Add(1);

        public void Dispose() => Streams.Add(-1);
    }
}
