using System.Diagnostics;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>What these tests use from the npm registry, in the versions of the lock file.</summary>
internal static class Npm
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Browser.Tests");

    // Once, and nobody reads a file that is still being written.
    private static readonly Lazy<Task> Installed = new(Install);

    public static async Task<string> Read(string file) => await File.ReadAllTextAsync(Path.Combine(await Modules(), file));

    /// <summary>Where they lie.</summary>
    public static async Task<string> Modules()
    {
        await Installed.Value;
        return Path.Combine(Folder, "node_modules");
    }

    private static async Task Install()
    {
        // npm writes this file last.
        var record = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (record.Exists && record.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        using var install = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder })!;
        await install.WaitForExitAsync();
        install.ExitCode.Should().Be(0, "npm ci must have installed what the lock file names");
    }
}
