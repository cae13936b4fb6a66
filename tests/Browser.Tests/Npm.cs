using System.Diagnostics;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>What these tests use from the npm registry, in the versions of the lock file.</summary>
internal static class Npm
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Browser.Tests");

    public static async Task<string> Read(string file)
    {
        var path = Path.Combine(Folder, "node_modules", file);
        if (!File.Exists(path))
        {
            using var install = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder })!;
            await install.WaitForExitAsync();
            install.ExitCode.Should().Be(0, "npm ci must have installed {0}", file);
        }

        return await File.ReadAllTextAsync(path);
    }
}
