using System.Diagnostics;
using System.Text.RegularExpressions;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>The shell of a page of documentation, run as it is written.</summary>
internal static partial class Guide
{
    public static async Task<IReadOnlyList<string>> Blocks(string page, string from = "", string? to = null)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, page));
        var section = text[text.IndexOf(from, StringComparison.Ordinal)..(to is null ? text.Length : text.IndexOf(to, StringComparison.Ordinal))];
        return [.. Bash().Matches(section).Select(block => block.Groups[1].Value)];
    }

    public static async Task<string[]> Run(string script, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        bash.ExitCode.Should().Be(0, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Bash();
}
