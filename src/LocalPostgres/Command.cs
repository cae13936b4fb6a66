using System.ComponentModel;
using System.Diagnostics;

namespace PilotPairing.LocalPostgres;

internal sealed record CommandOutcome(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>A tool of the machine, run to its end.</summary>
internal static class Command
{
    // As a shell has it.
    private const int NotStarted = 127;

    /// <summary>After those of PATH: a service or an empty shell may have none, or one without what only root uses.</summary>
    private static readonly string[] Folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    ];

    public static async Task<CommandOutcome> Run(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(file), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Ours may be one the unprivileged account cannot enter, at which PostgreSQL's tools stumble.
            WorkingDirectory = "/",
        };
        // The caller's locale may not be installed, which initdb refuses.
        start.Environment["LC_ALL"] = "C";
        start.Environment["PATH"] = string.Join(Path.PathSeparator, Folders);

        using var process = TryStart(start, out var failure);
        if (process is null)
            return new(NotStarted, failure);

        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, $"{await output}{await errors}".Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    public static async Task<string> Demand(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var outcome = await Run(file, arguments, cancellationToken);
        return outcome.Succeeded
            ? outcome.Output
            : throw new EmbeddedPostgresException($"{Path.GetFileName(file)} ended with {outcome.ExitCode}: {outcome.Output}");
    }

    private static string Find(string file) =>
        Path.IsPathRooted(file) ? file : Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists) ?? file;

    private static Process? TryStart(ProcessStartInfo start, out string failure)
    {
        failure = "";
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception missing)
        {
            failure = missing.Message;
            return null;
        }
    }
}
