using System.Diagnostics;
using System.Text.RegularExpressions;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>A document of the repository, whose code is run as it stands there.</summary>
internal static class Guide
{
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([RepositoryRoot.Path, .. path]));

    public static IReadOnlyList<string> Blocks(string text, string language) =>
        [.. Regex.Matches(text, $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(block => block.Groups[1].Value)];

    /// <summary>Runs a script and answers the lines that it printed; fails when it does.</summary>
    public static async Task<string[]> Run(string script, params (string Name, string Value)[] variables)
    {
        var folder = Directory.CreateTempSubdirectory("pilotpairing-").FullName;
        try
        {
            var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder
            };
            foreach (var (name, value) in variables)
                start.Environment[name] = value;
            using var bash = Process.Start(start)!;
            var errors = bash.StandardError.ReadToEndAsync();
            var output = await bash.StandardOutput.ReadToEndAsync();
            await bash.WaitForExitAsync();
            bash.ExitCode.Should().Be(0, output + await errors);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
