using System.ComponentModel;
using System.Diagnostics;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>Where the gateway's program lies.</summary>
/// <param name="Directory">A folder with <c>gateway.mjs</c>, or a checkout of its sources.</param>
/// <param name="Node">The command that runs it.</param>
internal sealed record GatewayProgram(string Directory, string Node = "node")
{
    public const string Setting = "WhatsAppGatewayDirectory";

    private const string FileName = "gateway.mjs";

    public static string Default => Path.Combine(AppContext.BaseDirectory, "gateway");

    public string Script => Path.Combine(Directory, FileName) is var published && File.Exists(published)
        ? published : Path.Combine(Directory, "dist", FileName);

    public string Packages => Path.Combine(Directory, "node_modules", "baileys", "package.json");
}

/// <summary>Whether the gateway's process can be started here.</summary>
/// <param name="Failure">In one sentence, with what to do about it; null when it can.</param>
internal sealed record NodeInstallation(string? Version, string? Failure)
{
    public const int OldestNode = 20;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    public static async Task<NodeInstallation> Check(GatewayProgram program, CancellationToken cancellationToken)
    {
        var version = await NodeVersion(program.Node, cancellationToken);
        if (version is null)
        {
            return new(null, $"Node.js {OldestNode} or newer is needed for the gateway of kind baileys, and no node is on PATH "
                + "(build/image --live makes a container image with it)");
        }

        if (!int.TryParse(version.Split('.')[0], out var major) || major < OldestNode)
            return new(version, $"Node.js {OldestNode} or newer is needed for the gateway of kind baileys, and node is {version}");
        if (!File.Exists(program.Script))
            return new(version, $"The gateway's program is not in {program.Directory}: publish it again, or set {GatewayProgram.Setting}");
        return File.Exists(program.Packages)
            ? new(version, null)
            : new(version, $"The gateway's npm packages are missing: run npm ci --omit=dev --ignore-scripts in {program.Directory}");
    }

    /// <summary>Null where there is none.</summary>
    private static async Task<string?> NodeVersion(string command, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(AnswerWithin);
        try
        {
            using var node = Process.Start(new ProcessStartInfo(command, "--version") { RedirectStandardOutput = true })!;
            var version = await node.StandardOutput.ReadToEndAsync(enough.Token);
            await node.WaitForExitAsync(enough.Token);
            return node.ExitCode == 0 ? version.Trim().TrimStart('v') : null;
        }
        catch (Exception exception) when (exception is Win32Exception or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
