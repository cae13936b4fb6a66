using System.Diagnostics;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>The npm package as an integrator's bundler sees it.</summary>
internal static class Sdk
{
    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "sdk", "embed");
    private static readonly Lazy<Task> Built = new(() => Run(Path.Combine(RepositoryRoot.Path, "build", "sdk"), ["--check"], ""));

    /// <summary>A script for a page, made of code that may import the package and React.</summary>
    public static async Task<string> Bundle(string code)
    {
        await Built.Value;
        return await Run(
            Path.Combine(Root, "node_modules", ".bin", "esbuild"),
            ["--bundle", "--loader=tsx", "--jsx=automatic", "--format=esm", "--define:process.env.NODE_ENV=\"development\"", "--log-level=error"], code);
    }

    private static async Task<string> Run(string file, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await errors + await output);
        return await output;
    }
}
