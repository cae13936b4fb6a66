using System.Diagnostics.Metrics;

namespace PilotPairing.Infrastructure.Telemetry;

/// <summary>
/// What the program measures of its own work. Where nobody listens, a measurement is one comparison. Attributes are words of fixed lists
/// and the names of configured gateways, never an id, token, phone number or key.
/// </summary>
public static class Meters
{
    public const string Name = "PilotPairing";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Deliveries =
        Meter.CreateCounter<long>("pilotpairing.deliveries", "{attempt}", "Attempts to deliver a webhook, by outcome");
    private static readonly Counter<long> Phases =
        Meter.CreateCounter<long>("pilotpairing.pairing.phases", "{phase}", "Phases that pairings entered");
    private static readonly Histogram<double> Pairings =
        Meter.CreateHistogram<double>("pilotpairing.pairing.duration", "s", "From the first artifact asked for to the connected number");
    private static readonly Histogram<double> GatewayCalls =
        Meter.CreateHistogram<double>("pilotpairing.gateway.duration", "s", "Requests to gateways, by outcome");
    private static readonly UpDownCounter<long> Streams =
        Meter.CreateUpDownCounter<long>("pilotpairing.streams", "{stream}", "Open event streams");
    private static readonly Gauge<double> OutboxAges =
        Meter.CreateGauge<double>("pilotpairing.outbox.age", "s", "For how long the oldest due row has been due");

    internal static void Delivered(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal static void Entered(string phase) => Phases.Add(1, new KeyValuePair<string, object?>("phase", phase));

    internal static void Paired(TimeSpan took) => Pairings.Record(took.TotalSeconds);

    internal static void Called(string gateway, string outcome, TimeSpan took) =>
        GatewayCalls.Record(took.TotalSeconds, new KeyValuePair<string, object?>("gateway", gateway),
            new KeyValuePair<string, object?>("outcome", outcome));

    internal static void OutboxAge(string kind, TimeSpan age) =>
        OutboxAges.Record(age.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>An open stream, until it is disposed.</summary>
    public static IDisposable OpenStream() => new Stream();

    private sealed class Stream : IDisposable
    {
        public Stream() => Streams.Add(1);

        public void Dispose() => Streams.Add(-1);
    }
}
