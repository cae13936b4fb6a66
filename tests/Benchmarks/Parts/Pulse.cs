using System.Diagnostics;
using System.Text.RegularExpressions;
using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>Makes events at a steady rate and measures when each one's first attempt arrives.</summary>
internal static partial class Pulse
{
    /// <returns>Milliseconds from sending the request that makes the event to the first byte at the receiver; what never came counts as
    /// <paramref name="patience"/>.</returns>
    public static async Task<double[]> Measure(
        Product product, string key, Receiver receiver, int events, double perSecond, TimeSpan patience)
    {
        var sent = new long[events];
        var began = Stopwatch.GetTimestamp();
        var series = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        var creating = new List<Task>();
        for (var i = 0; i < events; i++)
        {
            var pause = TimeSpan.FromSeconds(i / perSecond) - Stopwatch.GetElapsedTime(began);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause);
            sent[i] = Stopwatch.GetTimestamp();
            creating.Add(product.CreateLink(key, $"{series}-{i}"));
        }

        await Task.WhenAll(creating);
        var arrived = new Dictionary<int, long>();
        var end = Stopwatch.GetTimestamp();
        while (arrived.Count < events && Stopwatch.GetElapsedTime(end) < patience)
        {
            await Task.Delay(50);
            foreach (var arrival in receiver.Arrivals.ToList())
            {
                if (Reference().Match(arrival.Body) is { Success: true } match && match.Groups["series"].Value == series)
                    arrived.TryAdd(int.Parse(match.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
                        arrival.At);
            }
        }

        return [.. Enumerable.Range(0, events)
            .Select(i => arrived.TryGetValue(i, out var at)
                ? Stopwatch.GetElapsedTime(sent[i], at).TotalMilliseconds : patience.TotalMilliseconds)];
    }

    public static string Text(double[] times) => $"p50 {times.Median().Milliseconds()}, p99 {times.Percentile(0.99).Milliseconds()}";

    [GeneratedRegex("\"externalRef\":\"(?<series>[0-9a-f]{32})-(?<number>[0-9]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
