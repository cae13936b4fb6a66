using System.Diagnostics;

namespace PilotPairing.Benchmarks.Lab;

/// <summary>Closed loops: each connection sends its next request when the last one is answered.</summary>
internal static class Load
{
    private const int Connections = 32;

    /// <returns>Requests per second; an answer of another status stops the run.</returns>
    public static async Task<double> Rate(Uri address, byte[] request, int status, TimeSpan duration)
    {
        await Run(address, request, status, TimeSpan.FromMilliseconds(300));
        var began = Stopwatch.GetTimestamp();
        var count = await Run(address, request, status, duration);
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <returns>How long each of some requests took, one after the other, in milliseconds.</returns>
    public static async Task<double[]> Latencies(Uri address, Func<int, byte[]> request, int status, int count)
    {
        using var client = new RawClient(address);
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Expect(status, await client.Send(request(i)));
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        return times;
    }

    public static void Expect(int status, RawAnswer answer)
    {
        if (answer.Status != status)
            throw new InvalidOperationException(
                $"Answered {answer.Status} instead of {status}: {answer.Body[..Math.Min(300, answer.Body.Length)]}");
    }

    private static async Task<long> Run(Uri address, byte[] request, int status, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var client = new RawClient(address);
            long count = 0;
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                Expect(status, await client.Send(request));
                count++;
            }

            return count;
        })));
        return counts.Sum();
    }
}
