using System.Globalization;

namespace PilotPairing.LocalPostgres;

/// <summary>postmaster.pid: the server's process in line 1, its port in line 4; left behind by a crash.</summary>
internal sealed record PidFile(string Cluster, int Process, int? Port)
{
    private const string NoProcess = "2147483647";

    private static string In(string cluster) => System.IO.Path.Combine(cluster, "postmaster.pid");

    public static async Task<PidFile?> Read(string cluster, CancellationToken cancellationToken)
    {
        try
        {
            var lines = await File.ReadAllLinesAsync(In(cluster), cancellationToken);
            return lines.Length > 0 && Number(lines[0]) is { } process
                ? new(cluster, process, lines.Length > 3 ? Number(lines[3]) : null) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// True for the server of this very cluster, not for a process that got its number since, nor for the original of a copied folder.
    /// </summary>
    public async Task<bool> IsRunning(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return NameOf(Process) == "postgres";

        try
        {
            var commandLine = await File.ReadAllTextAsync($"/proc/{Process}/cmdline", cancellationToken);
            return commandLine.Split('\0').Contains(Cluster);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// After a container restart the number often belongs to another process, which keeps the server from starting. Only the number
    /// is overwritten: by the rest of the file the server makes sure that no backend of its predecessor is still at work.
    /// </summary>
    public async Task Disown(CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync(In(Cluster), cancellationToken);
        lines[0] = NoProcess;
        await File.WriteAllLinesAsync(In(Cluster), lines, cancellationToken);
    }

    private static int? Number(string line) =>
        int.TryParse(line, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? NameOf(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return process.ProcessName;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
