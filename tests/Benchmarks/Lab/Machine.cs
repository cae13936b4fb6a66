using System.Globalization;
using System.Runtime.InteropServices;

namespace PilotPairing.Benchmarks.Lab;

/// <summary>Where and when figures were measured.</summary>
internal static class Machine
{
    public static string Describe(string postgres)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024 * 1024);
        return $"{now} UTC, {Environment.ProcessorCount} cores ({Processor()}), {memory} GiB, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}, PostgreSQL {postgres}, load before {Load()}";
    }

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";
}
