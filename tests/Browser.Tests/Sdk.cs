using System.Diagnostics;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>The npm package as an integrator's tools see it.</summary>
internal static class Sdk
{
    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "sdk", "embed");
    private static readonly Lazy<Task> Built = new(() => Run(Path.Combine(RepositoryRoot.Path, "build", "sdk"), ["--check"], Root));
    private static readonly Lazy<Task<string>> Packed = new(Pack);

    /// <summary>
    /// A script for a page, made of code that may import the package and React; without a folder the React is the package's own.
    /// </summary>
    /// <param name="react">The <c>node_modules</c> to take React from.</param>
    public static async Task<string> Bundle(string code, string? react = null)
    {
        await Built.Value;
        string[] another = react is null ? [] : [$"--alias:react={react}/react", $"--alias:react-dom={react}/react-dom"];
        return await Run(Tool("esbuild"),
            ["--bundle", "--loader=tsx", "--jsx=automatic", "--format=esm", "--define:process.env.NODE_ENV=\"development\"",
            "--log-level=error", .. another], Root, code);
    }

    /// <summary>
    /// An app's folder into which the package was installed as <c>npm pack</c> makes it, beside the React of a <c>node_modules</c>.
    /// </summary>
    public static async Task<string> Install(string react)
    {
        var packed = await Packed.Value;
        var app = Directory.CreateTempSubdirectory("pilotpairing-").FullName;
        var package = Path.Combine(app, "node_modules", "@pilotpairing", "embed");
        Directory.CreateDirectory(package);
        await Run("tar", ["-xzf", packed, "--strip-components=1", "-C", package], app);
        foreach (var name in new[] { "react", "@types/react", "csstype", "@types/prop-types" }.Where(name =>
            Directory.Exists(Path.Combine(react, name))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(app, "node_modules", name))!);
            Directory.CreateSymbolicLink(Path.Combine(app, "node_modules", name), Path.Combine(react, name));
        }

        return app;
    }

    /// <summary>The package's own React.</summary>
    public static string NewestReact => Path.Combine(Root, "node_modules");

    public static string Tool(string name) => Path.Combine(Root, "node_modules", ".bin", name);

    private static async Task<string> Pack()
    {
        var folder = Directory.CreateTempSubdirectory("pilotpairing-").FullName;
        var response = await Run("npm", ["pack", Root, "--silent", "--pack-destination", folder], RepositoryRoot.Path);
        return Path.Combine(folder, response.Trim().Split('\n')[^1]);
    }

    public static async Task<string> Run(string file, string[] arguments, string folder, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, await errors + await output);
        return await output;
    }
}
