using System.Diagnostics;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>The built program as a process of its own, in a shell that has nothing set, no PATH either, but what the test sets.</summary>
internal sealed class CommandLine : IAsyncDisposable
{
    private static readonly string[] Kept = ["HOME", "DOTNET_ROOT", "TMPDIR"];
    private readonly Process _process;

    private CommandLine(Process process)
    {
        _process = process;
        (Output, Errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public Task<string> Output { get; }

    public Task<string> Errors { get; }

    public static CommandLine Begin(string folder, string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pilotpairing.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Except(Kept).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    public static async Task<(
        int Code, string Output, string Errors)> Run(string folder, string[] arguments, params (string Name, string Value)[] settings)
    {
        await using var command = Begin(folder, arguments, settings);
        return await command.Ended();
    }

    public async Task<(int Code, string Output, string Errors)> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.Longest);
        return (_process.ExitCode, await Output, await Errors);
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    public async Task<(int Code, string Output, string Errors)> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await Ended();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Stop();
        _process.Dispose();
    }
}
